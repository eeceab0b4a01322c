/** Which outputs fit which inputs, and the edits that connect and disconnect them. */

import type { Catalog, Module, Port, PortType } from "../api/apiTypes";
import type { Design, DesignNode, Edit } from "../api/designDocument";

export interface DesignEdge {
  source: string;
  output: string;
  target: string;
  input: string;
}

export type Modules = ReadonlyMap<string, Module>;
export type AcceptedTypes = Catalog["accepts"];

export const toReference = (source: string, output: string): string => `${source}.${output}`;

/** "split.results_dataset1" -> its node and its port. Port names have no dots. */
export function parseReference(text: string): { node: string; port: string } {
  const dot = text.lastIndexOf(".");
  return { node: text.slice(0, dot), port: text.slice(dot + 1) };
}

/** What an input port is connected to; a list whatever the port takes. */
export function getReferences(node: Pick<DesignNode, "inputs">, input: string): string[] {
  const value = node.inputs[input];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** All edges of a design, in the order of their targets. */
export function listEdges(design: Design): DesignEdge[] {
  return Object.entries(design.nodes).flatMap(([target, node]) =>
    Object.keys(node.inputs).flatMap((input) =>
      getReferences(node, input).map((text) => {
        const { node: source, port } = parseReference(text);
        return { source, output: port, target, input };
      }),
    ),
  );
}

export function findInputPort(module: Module | undefined, name: string): Port | undefined {
  return module?.inputs.find((port) => port.name === name);
}

export function findOutputPort(module: Module | undefined, name: string): Port | undefined {
  return module?.outputs.find((port) => port.name === name);
}

export function isTypeAccepted(accepts: AcceptedTypes, wanted: PortType, offered: PortType): boolean {
  return (accepts[wanted] ?? [wanted]).includes(offered);
}

/** Whether the connection may be drawn: both ports exist, their types fit, and no circle comes of it. */
export function canConnect(design: Design, modules: Modules, accepts: AcceptedTypes, connection: DesignEdge): boolean {
  const [source, target] = [design.nodes[connection.source], design.nodes[connection.target]];
  if (!source || !target) return false;
  const offered = findOutputPort(modules.get(source.module), connection.output);
  const wanted = findInputPort(modules.get(target.module), connection.input);
  if (!offered || !wanted || !isTypeAccepted(accepts, wanted.type, offered.type)) return false;
  return !hasPath(design, connection.target, connection.source);
}

/** Whether data that leaves `from` can arrive at `to`; a node reaches itself. */
export function hasPath(design: Design, from: string, to: string): boolean {
  const seen = new Set<string>();
  const waiting = [to];
  while (waiting.length > 0) {
    const id = waiting.pop()!;
    if (id === from) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...getSourceNodes(design, id));
  }
  return false;
}

/** The nodes that feed a node directly. */
export function getSourceNodes(design: Design, id: string): string[] {
  const node = design.nodes[id];
  if (!node) return [];
  return Object.keys(node.inputs).flatMap((input) =>
    getReferences(node, input).map((text) => parseReference(text).node),
  );
}

/** The edits that draw a connection; an input that takes one edge gives up the one it has. */
export function addEdge(design: Design, modules: Modules, connection: DesignEdge): Edit[] {
  const node = design.nodes[connection.target];
  if (!node) return [];
  const text = toReference(connection.source, connection.output);
  const path = ["nodes", connection.target, "inputs", connection.input];
  const before = getReferences(node, connection.input);
  if (before.includes(text)) return [];
  const many = findInputPort(modules.get(node.module), connection.input)?.many ?? false;
  return [many ? { path: [...path, text], value: null } : { path, value: text }];
}

/** The edits that have an edge at a port come from somewhere else; in a list of edges it keeps its place. */
export function rewireEdge(design: Design, target: string, input: string, was: string, to: string): Edit[] {
  const node = design.nodes[target];
  const path = ["nodes", target, "inputs", input];
  if (!node || !Array.isArray(node.inputs[input])) return [{ path, value: to }];
  return [{ path: [...path, was] }, { path: [...path, to], value: getReferences(node, input).indexOf(was) }];
}

/** The edits that take connections away, and no edge that came in their place meanwhile. */
export function removeEdges(design: Design, gone: readonly DesignEdge[]): Edit[] {
  return gone
    .filter(({ target }) => design.nodes[target])
    .map(({ source, output, target, input }) => ({
      path: ["nodes", target, "inputs", input, toReference(source, output)],
    }));
}

/** The edits that delete nodes and the edges that leave them. */
export function removeNodes(design: Design, ids: readonly string[]): Edit[] {
  const gone = new Set(ids.filter((id) => design.nodes[id]));
  const edges = listEdges(design).filter((edge) => gone.has(edge.source) && !gone.has(edge.target));
  return [...removeEdges(design, edges), ...[...gone].map((id) => ({ path: ["nodes", id] }))];
}

/**
 * The one output of a node that a new node is obviously meant to follow; null where none fits or several do.
 *
 * A new node without a free choice asks nobody: where it needs an input, an output that only an optional one takes does
 * not count.
 */
export function findObviousOutput(
  modules: Modules,
  accepts: AcceptedTypes,
  source: string,
  target: string,
): Port | null {
  const inputs = modules.get(target)?.inputs ?? [];
  const required = inputs.filter(({ optional }) => !optional);
  const offered = required.length > 0 ? required : inputs;
  const fitting = (modules.get(source)?.outputs ?? []).filter(({ type }) =>
    offered.some((input) => isTypeAccepted(accepts, input.type, type)),
  );
  return fitting.length === 1 ? fitting[0]! : null;
}

/** The first input of a new node that an output fits, as a connection; for "add after the selected node". */
export function findFirstEdge(
  modules: Modules,
  accepts: AcceptedTypes,
  source: { id: string; module: string },
  target: { id: string; module: string },
): DesignEdge | null {
  for (const output of modules.get(source.module)?.outputs ?? []) {
    const input = modules.get(target.module)?.inputs.find((port) => isTypeAccepted(accepts, port.type, output.type));
    if (input) return { source: source.id, output: output.name, target: target.id, input: input.name };
  }
  return null;
}
