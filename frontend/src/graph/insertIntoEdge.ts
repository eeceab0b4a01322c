/** Edits that keep a pipeline whole: put a node on an edge, take one out, change one for another, join several. */

import type { Module, ParameterWidget, Port } from "../api/apiTypes";
import type { Design, DesignNode, Edit, Json } from "../api/designDocument";
import {
  type AcceptedTypes,
  addEdge,
  canConnect,
  type DesignEdge,
  findInputPort,
  findOutputPort,
  getReferences,
  getSourceNodes,
  isTypeAccepted,
  listEdges,
  type Modules,
  parseReference,
  removeEdges,
  removeNodes,
  rewireEdge,
  toReference,
} from "./ports";
import { sortTopologically } from "./topologicalOrder";

export interface PortRules {
  modules: Modules;
  accepts: AcceptedTypes;
}

/** Where an edge would pass a module: into which input, and out of which output; null when it does not fit. */
export function findPassage(
  design: Design,
  { modules, accepts }: PortRules,
  edge: DesignEdge,
  module: Module | undefined,
): { input: string; output: string } | null {
  const offered = findOutputPort(modules.get(design.nodes[edge.source]?.module ?? ""), edge.output);
  const wanted = findInputPort(modules.get(design.nodes[edge.target]?.module ?? ""), edge.input);
  if (!offered || !wanted || !module) return null;
  const input = module.inputs.find((port) => isTypeAccepted(accepts, port.type, offered.type));
  const output = module.outputs.find((port) => isTypeAccepted(accepts, wanted.type, port.type));
  return input && output ? { input: input.name, output: output.name } : null;
}

/** The edits that lead an edge through a node, which is in the design already; null when it does not fit. */
export function insertIntoEdge(design: Design, catalog: PortRules, edge: DesignEdge, id: string): Edit[] | null {
  const node = design.nodes[id];
  const target = design.nodes[edge.target];
  if (!node || !target || id === edge.source || id === edge.target) return null;
  const way = findPassage(design, catalog, edge, catalog.modules.get(node.module));
  if (!way) return null;
  const into = toReference(edge.source, edge.output);
  return [
    ...addEdge(design, catalog.modules, { ...edge, target: id, input: way.input }),
    ...rewireEdge(design, edge.target, edge.input, into, toReference(id, way.output)),
  ];
}

/** Whether a node is loose enough to be put on an edge: nothing comes in, nothing goes out. */
export function isUnconnected(design: Design, id: string): boolean {
  const node = design.nodes[id];
  if (!node || Object.keys(node.inputs).length > 0) return false;
  return !listEdges(design).some(({ source }) => source === id);
}

/** The edits that delete nodes and join their neighbors where the types fit. */
export function removeAndHeal(design: Design, catalog: PortRules, ids: readonly string[]): Edit[] {
  const gone = new Set(ids);
  const edits = removeNodes(design, ids);
  for (const [target, node] of Object.entries(design.nodes)) {
    if (gone.has(target)) continue;
    for (const input of Object.keys(node.inputs)) {
      const before = getReferences(node, input);
      if (!before.some((text) => gone.has(parseReference(text).node))) continue;
      const wanted = findInputPort(catalog.modules.get(node.module), input);
      const after = [...new Set(before.flatMap((text) => findLivingSource(design, catalog, gone, text, wanted) ?? []))];
      if (after.length === 0) continue;
      const path = ["nodes", target, "inputs", input];
      if (!Array.isArray(node.inputs[input])) edits.push({ path, value: after[0]! });
      else edits.push(...after.map((text, place) => ({ path: [...path, text], value: place })));
    }
  }
  return edits;
}

/** What feeds a port when some nodes are gone: the way up through the first of their inputs that carries such a thing. */
function findLivingSource(
  design: Design,
  catalog: PortRules,
  gone: ReadonlySet<string>,
  text: string,
  wanted: Port | undefined,
): string | null {
  const { node: id, port } = parseReference(text);
  if (!gone.has(id)) return text;
  const node = design.nodes[id];
  const module = catalog.modules.get(node?.module ?? "");
  const type = findOutputPort(module, port)?.type;
  if (!node || !module || !type || !wanted) return null;
  for (const input of module.inputs.filter((one) => one.type === type)) {
    for (const source of getReferences(node, input.name)) {
      const found = findLivingSource(design, catalog, gone, source, wanted);
      if (found && canFeedPort(design, catalog, found, wanted)) return found;
    }
  }
  return null;
}

function canFeedPort(design: Design, { modules, accepts }: PortRules, text: string, wanted: Port): boolean {
  const { node, port } = parseReference(text);
  const offered = findOutputPort(modules.get(design.nodes[node]?.module ?? ""), port);
  return offered !== undefined && isTypeAccepted(accepts, wanted.type, offered.type);
}

/** The edits that make a node one of another module, with the parameters and edges that fit it too. */
export function replaceNode(design: Design, catalog: PortRules, id: string, module: Module): Edit[] {
  const before = design.nodes[id];
  if (!before) return [];
  const { modules } = catalog;
  const parameters = carryOverParameters(before, module, modules.get(before.module));
  const node: DesignNode = { ...before, module: module.name, parameters, inputs: {} };
  node.inputs = carryOverInputs(design, catalog, before, module);
  const leaving = listEdges(design).filter(({ source }) => source === id);
  const edits: Edit[] = [{ path: ["nodes", id], value: node as unknown as Json }];
  for (const edge of leaving) {
    if (findOutputPort(module, edge.output) && canKeepEdge(design, catalog, edge, module, edge.output)) continue;
    const other = module.outputs.find((port) => canKeepEdge(design, catalog, edge, module, port.name));
    edits.push(...moveEdgeSource(design, edge, other && toReference(id, other.name)));
  }
  return edits;
}

function canKeepEdge(
  design: Design,
  { modules, accepts }: PortRules,
  edge: DesignEdge,
  module: Module,
  output: string,
): boolean {
  const wanted = findInputPort(modules.get(design.nodes[edge.target]?.module ?? ""), edge.input);
  const offered = findOutputPort(module, output);
  return wanted !== undefined && offered !== undefined && isTypeAccepted(accepts, wanted.type, offered.type);
}

function moveEdgeSource(design: Design, edge: DesignEdge, to: string | undefined): Edit[] {
  if (to === undefined) return removeEdges(design, [edge]);
  return rewireEdge(design, edge.target, edge.input, toReference(edge.source, edge.output), to);
}

function carryOverParameters(node: DesignNode, module: Module, was: Module | undefined): DesignNode["parameters"] {
  const find = (owner: Module | undefined, name: string) => owner?.widgets.find((widget) => widget.name === name);
  const kept = Object.entries(node.parameters).filter(([name, value]) => {
    const widget = find(module, name);
    return widget !== undefined && isValidValue(widget, value, find(was, name));
  });
  return Object.fromEntries(kept);
}

/** Whether a value of one parameter is one of another parameter of the same name. */
function isValidValue(widget: ParameterWidget, value: Json, was: ParameterWidget | undefined): boolean {
  if (widget.kind === "choice") return widget.options.some((option) => option === value);
  if (was === undefined) return true;
  const whole = (one: ParameterWidget) => one.kind === "number" && one.whole;
  return widget.kind === was.kind && widget.nullable === was.nullable && whole(widget) === whole(was);
}

function carryOverInputs(design: Design, catalog: PortRules, before: DesignNode, module: Module): DesignNode["inputs"] {
  const inputs: DesignNode["inputs"] = {};
  const put = (port: Port, texts: string[]) => {
    inputs[port.name] = port.many ? texts : texts[0]!;
  };
  const left: string[] = [];
  for (const input of Object.keys(before.inputs)) {
    const texts = getReferences(before, input);
    const port = findInputPort(module, input);
    if (port && texts.every((text) => canFeedPort(design, catalog, text, port))) put(port, texts);
    else left.push(...texts);
  }
  for (const text of left) {
    const port = module.inputs.find((one) => !(one.name in inputs) && canFeedPort(design, catalog, text, one));
    if (port) put(port, [text]);
  }
  return inputs;
}

/** The edits that connect nodes one after another, each to the next that takes something of it. */
export function planChain(design: Design, catalog: PortRules, ids: readonly string[]): DesignEdge[] {
  const chosen = new Set(ids);
  const order = sortTopologically(design).filter((id) => chosen.has(id));
  const made: DesignEdge[] = [];
  const taken = new Set(listEdges(design).map(({ target, input }) => `${target}\n${input}`));
  for (const [at, target] of order.entries()) {
    const sources = order.slice(0, at).reverse();
    for (const source of sources) {
      if (getSourceNodes(design, target).includes(source)) break;
      const found = findFreeEdge(design, catalog, source, target, taken);
      if (!found) continue;
      taken.add(`${found.target}\n${found.input}`);
      made.push(found);
    }
  }
  return made;
}

/** The first free input of one node that an output of another fits. */
function findFreeEdge(
  design: Design,
  { modules, accepts }: PortRules,
  source: string,
  target: string,
  taken: ReadonlySet<string>,
): DesignEdge | null {
  for (const { name: output } of modules.get(design.nodes[source]?.module ?? "")?.outputs ?? []) {
    for (const { name: input } of modules.get(design.nodes[target]?.module ?? "")?.inputs ?? []) {
      const connection = { source, output, target, input };
      if (!taken.has(`${target}\n${input}`) && canConnect(design, modules, accepts, connection)) return connection;
    }
  }
  return null;
}

/** The edits of several connections, each made on what the ones before it left. */
export function addEdges(design: Design, modules: Modules, made: readonly DesignEdge[]): Edit[] {
  return made.flatMap((connection) => addEdge(design, modules, connection));
}
