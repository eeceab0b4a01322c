/** Edits that keep a pipeline whole: put a node on an edge, take one out, change one for another, join several. */

import type { Module, ParameterSchema, Port } from "../api/types";
import { inOrder } from "./order";
import {
  type Accepts,
  type Connection,
  connect,
  connections,
  disconnect,
  fits,
  inputPort,
  type Modules,
  outputPort,
  parseReference,
  reference,
  referencesAt,
  removeNodes,
  rewire,
  sourcesOf,
  typeFits,
} from "./ports";
import type { Design, DesignNode, Edit, Json } from "./types";

export interface Catalogue {
  modules: Modules;
  accepts: Accepts;
}

/** Where an edge would pass a module: into which input, and out of which output; null when it does not fit. */
export function passage(
  design: Design,
  { modules, accepts }: Catalogue,
  edge: Connection,
  module: Module | undefined,
): { input: string; output: string } | null {
  const offered = outputPort(modules.get(design.nodes[edge.source]?.module ?? ""), edge.output);
  const wanted = inputPort(modules.get(design.nodes[edge.target]?.module ?? ""), edge.input);
  if (!offered || !wanted || !module) return null;
  const input = module.inputs.find((port) => typeFits(accepts, port.type, offered.type));
  const output = module.outputs.find((port) => typeFits(accepts, wanted.type, port.type));
  return input && output ? { input: input.name, output: output.name } : null;
}

/** The edits that lead an edge through a node, which is in the design already; null when it does not fit. */
export function splice(design: Design, catalogue: Catalogue, edge: Connection, id: string): Edit[] | null {
  const node = design.nodes[id];
  const target = design.nodes[edge.target];
  if (!node || !target || id === edge.source || id === edge.target) return null;
  const way = passage(design, catalogue, edge, catalogue.modules.get(node.module));
  if (!way) return null;
  const into = reference(edge.source, edge.output);
  return [
    ...connect(design, catalogue.modules, { ...edge, target: id, input: way.input }),
    ...rewire(design, edge.target, edge.input, into, reference(id, way.output)),
  ];
}

/** Whether a node is loose enough to be put on an edge: nothing comes in, nothing goes out. */
export function isLoose(design: Design, id: string): boolean {
  const node = design.nodes[id];
  if (!node || Object.keys(node.inputs).length > 0) return false;
  return !connections(design).some(({ source }) => source === id);
}

/** The edits that delete nodes and join their neighbours where the types fit. */
export function removeAndHeal(design: Design, catalogue: Catalogue, ids: readonly string[]): Edit[] {
  const gone = new Set(ids);
  const edits = removeNodes(design, ids);
  for (const [target, node] of Object.entries(design.nodes)) {
    if (gone.has(target)) continue;
    for (const input of Object.keys(node.inputs)) {
      const before = referencesAt(node, input);
      if (!before.some((text) => gone.has(parseReference(text).node))) continue;
      const wanted = inputPort(catalogue.modules.get(node.module), input);
      const after = [...new Set(before.flatMap((text) => living(design, catalogue, gone, text, wanted) ?? []))];
      if (after.length === 0) continue;
      const path = ["nodes", target, "inputs", input];
      if (!Array.isArray(node.inputs[input])) edits.push({ path, value: after[0]! });
      else edits.push(...after.map((text, place) => ({ path: [...path, text], value: place })));
    }
  }
  return edits;
}

/** What feeds a port when some nodes are gone: the way up through the first of their inputs that carries such a thing. */
function living(
  design: Design,
  catalogue: Catalogue,
  gone: ReadonlySet<string>,
  text: string,
  wanted: Port | undefined,
): string | null {
  const { node: id, port } = parseReference(text);
  if (!gone.has(id)) return text;
  const node = design.nodes[id];
  const module = catalogue.modules.get(node?.module ?? "");
  const type = outputPort(module, port)?.type;
  if (!node || !module || !type || !wanted) return null;
  for (const input of module.inputs.filter((one) => one.type === type)) {
    for (const source of referencesAt(node, input.name)) {
      const found = living(design, catalogue, gone, source, wanted);
      if (found && carries(design, catalogue, found, wanted)) return found;
    }
  }
  return null;
}

function carries(design: Design, { modules, accepts }: Catalogue, text: string, wanted: Port): boolean {
  const { node, port } = parseReference(text);
  const offered = outputPort(modules.get(design.nodes[node]?.module ?? ""), port);
  return offered !== undefined && typeFits(accepts, wanted.type, offered.type);
}

/** The edits that make a node one of another module, with the parameters and edges that fit it too. */
export function replaceNode(design: Design, catalogue: Catalogue, id: string, module: Module): Edit[] {
  const before = design.nodes[id];
  if (!before) return [];
  const { modules } = catalogue;
  const parameters = keptParameters(before, module, modules.get(before.module));
  const node: DesignNode = { ...before, module: module.name, parameters, inputs: {} };
  node.inputs = keptInputs(design, catalogue, before, module);
  const leaving = connections(design).filter(({ source }) => source === id);
  const edits: Edit[] = [{ path: ["nodes", id], value: node as unknown as Json }];
  for (const edge of leaving) {
    if (outputPort(module, edge.output) && keeps(design, catalogue, edge, module, edge.output)) continue;
    const other = module.outputs.find((port) => keeps(design, catalogue, edge, module, port.name));
    edits.push(...moved(design, edge, other && reference(id, other.name)));
  }
  return edits;
}

function keeps(
  design: Design,
  { modules, accepts }: Catalogue,
  edge: Connection,
  module: Module,
  output: string,
): boolean {
  const wanted = inputPort(modules.get(design.nodes[edge.target]?.module ?? ""), edge.input);
  const offered = outputPort(module, output);
  return wanted !== undefined && offered !== undefined && typeFits(accepts, wanted.type, offered.type);
}

function moved(design: Design, edge: Connection, to: string | undefined): Edit[] {
  if (to === undefined) return disconnect(design, [edge]);
  return rewire(design, edge.target, edge.input, reference(edge.source, edge.output), to);
}

function keptParameters(node: DesignNode, module: Module, was: Module | undefined): DesignNode["parameters"] {
  const kept = Object.entries(node.parameters).filter(([name, value]) => {
    const schema = module.parameters.properties[name];
    return schema !== undefined && suits(schema, value, was?.parameters.properties[name]);
  });
  return Object.fromEntries(kept);
}

/** Whether a value of one parameter is one of another parameter of the same name. */
function suits(schema: ParameterSchema, value: Json, was: ParameterSchema | undefined): boolean {
  if (schema.enum) return schema.enum.includes(value);
  return (
    was === undefined ||
    (schema.type === was.type && Boolean(schema.$ref || schema.anyOf) === Boolean(was.$ref || was.anyOf))
  );
}

function keptInputs(design: Design, catalogue: Catalogue, before: DesignNode, module: Module): DesignNode["inputs"] {
  const inputs: DesignNode["inputs"] = {};
  const put = (port: Port, texts: string[]) => {
    inputs[port.name] = port.many ? texts : texts[0]!;
  };
  const left: string[] = [];
  for (const input of Object.keys(before.inputs)) {
    const texts = referencesAt(before, input);
    const port = inputPort(module, input);
    if (port && texts.every((text) => carries(design, catalogue, text, port))) put(port, texts);
    else left.push(...texts);
  }
  for (const text of left) {
    const port = module.inputs.find((one) => !(one.name in inputs) && carries(design, catalogue, text, one));
    if (port) put(port, [text]);
  }
  return inputs;
}

/** The edits that connect nodes one after another, each to the next that takes something of it. */
export function join(design: Design, catalogue: Catalogue, ids: readonly string[]): Connection[] {
  const chosen = new Set(ids);
  const order = inOrder(design).filter((id) => chosen.has(id));
  const made: Connection[] = [];
  const taken = new Set(connections(design).map(({ target, input }) => `${target}\n${input}`));
  for (const [at, target] of order.entries()) {
    const sources = order.slice(0, at).reverse();
    for (const source of sources) {
      if (sourcesOf(design, target).includes(source)) break;
      const found = free(design, catalogue, source, target, taken);
      if (!found) continue;
      taken.add(`${found.target}\n${found.input}`);
      made.push(found);
    }
  }
  return made;
}

/** The first free input of one node that an output of another fits. */
function free(
  design: Design,
  { modules, accepts }: Catalogue,
  source: string,
  target: string,
  taken: ReadonlySet<string>,
): Connection | null {
  for (const { name: output } of modules.get(design.nodes[source]?.module ?? "")?.outputs ?? []) {
    for (const { name: input } of modules.get(design.nodes[target]?.module ?? "")?.inputs ?? []) {
      const connection = { source, output, target, input };
      if (!taken.has(`${target}\n${input}`) && fits(design, modules, accepts, connection)) return connection;
    }
  }
  return null;
}

/** The edits of several connections, each made on what the ones before it left. */
export function connectAll(design: Design, modules: Modules, made: readonly Connection[]): Edit[] {
  return made.flatMap((connection) => connect(design, modules, connection));
}
