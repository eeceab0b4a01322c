/** Which outputs fit which inputs, and the edits that connect and disconnect them. */

import type { Catalog, Module, Port, PortType } from "../api/types";
import type { Design, DesignNode, Edit } from "./types";

export interface Connection {
  source: string;
  output: string;
  target: string;
  input: string;
}

export type Modules = ReadonlyMap<string, Module>;
export type Accepts = Catalog["accepts"];

export const reference = (source: string, output: string): string => `${source}.${output}`;

/** "split.results_dataset1" -> its node and its port. Port names have no dots. */
export function parseReference(text: string): { node: string; port: string } {
  const dot = text.lastIndexOf(".");
  return { node: text.slice(0, dot), port: text.slice(dot + 1) };
}

/** What an input port is connected to; a list whatever the port takes. */
export function referencesAt(node: Pick<DesignNode, "inputs">, input: string): string[] {
  const value = node.inputs[input];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** All edges of a design, in the order of their targets. */
export function connections(design: Design): Connection[] {
  return Object.entries(design.nodes).flatMap(([target, node]) =>
    Object.keys(node.inputs).flatMap((input) =>
      referencesAt(node, input).map((text) => {
        const { node: source, port } = parseReference(text);
        return { source, output: port, target, input };
      }),
    ),
  );
}

export function inputPort(module: Module | undefined, name: string): Port | undefined {
  return module?.inputs.find((port) => port.name === name);
}

export function outputPort(module: Module | undefined, name: string): Port | undefined {
  return module?.outputs.find((port) => port.name === name);
}

export function typeFits(accepts: Accepts, wanted: PortType, offered: PortType): boolean {
  return (accepts[wanted] ?? [wanted]).includes(offered);
}

/** Whether the connection may be drawn: both ports exist, their types fit, and no circle comes of it. */
export function fits(design: Design, modules: Modules, accepts: Accepts, connection: Connection): boolean {
  const [source, target] = [design.nodes[connection.source], design.nodes[connection.target]];
  if (!source || !target) return false;
  const offered = outputPort(modules.get(source.module), connection.output);
  const wanted = inputPort(modules.get(target.module), connection.input);
  if (!offered || !wanted || !typeFits(accepts, wanted.type, offered.type)) return false;
  return !reaches(design, connection.target, connection.source);
}

/** Whether data that leaves `from` can arrive at `to`; a node reaches itself. */
export function reaches(design: Design, from: string, to: string): boolean {
  const seen = new Set<string>();
  const waiting = [to];
  while (waiting.length > 0) {
    const id = waiting.pop()!;
    if (id === from) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...sourcesOf(design, id));
  }
  return false;
}

/** The nodes that feed a node directly. */
export function sourcesOf(design: Design, id: string): string[] {
  const node = design.nodes[id];
  if (!node) return [];
  return Object.keys(node.inputs).flatMap((input) =>
    referencesAt(node, input).map((text) => parseReference(text).node),
  );
}

/** The edits that draw a connection; an input that takes one edge gives up the one it has. */
export function connect(design: Design, modules: Modules, connection: Connection): Edit[] {
  const node = design.nodes[connection.target];
  if (!node) return [];
  const text = reference(connection.source, connection.output);
  const path = ["nodes", connection.target, "inputs", connection.input];
  const before = referencesAt(node, connection.input);
  if (before.includes(text)) return [];
  const many = inputPort(modules.get(node.module), connection.input)?.many ?? false;
  return [many ? { path: [...path, text], value: null } : { path, value: text }];
}

/** The edits that have an edge at a port come from somewhere else; in a list of edges it keeps its place. */
export function rewire(design: Design, target: string, input: string, was: string, to: string): Edit[] {
  const node = design.nodes[target];
  const path = ["nodes", target, "inputs", input];
  if (!node || !Array.isArray(node.inputs[input])) return [{ path, value: to }];
  return [{ path: [...path, was] }, { path: [...path, to], value: referencesAt(node, input).indexOf(was) }];
}

/** The edits that take connections away, and no edge that came in their place meanwhile. */
export function disconnect(design: Design, gone: readonly Connection[]): Edit[] {
  return gone
    .filter(({ target }) => design.nodes[target])
    .map(({ source, output, target, input }) => ({
      path: ["nodes", target, "inputs", input, reference(source, output)],
    }));
}

/** The edits that delete nodes and the edges that leave them. */
export function removeNodes(design: Design, ids: readonly string[]): Edit[] {
  const gone = new Set(ids.filter((id) => design.nodes[id]));
  const edges = connections(design).filter((edge) => gone.has(edge.source) && !gone.has(edge.target));
  return [...disconnect(design, edges), ...[...gone].map((id) => ({ path: ["nodes", id] }))];
}

/** The first input of a new node that an output fits, as a connection; for "add after the selected node". */
export function firstFit(
  modules: Modules,
  accepts: Accepts,
  source: { id: string; module: string },
  target: { id: string; module: string },
): Connection | null {
  for (const output of modules.get(source.module)?.outputs ?? []) {
    const input = modules.get(target.module)?.inputs.find((port) => typeFits(accepts, port.type, output.type));
    if (input) return { source: source.id, output: output.name, target: target.id, input: input.name };
  }
  return null;
}
