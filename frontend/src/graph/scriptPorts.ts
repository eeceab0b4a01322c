/** The ports of modules that users write: the edits that give one other ports, and the edges that this costs. */

import type { Module, PortType } from "../api/apiTypes";
import type { Design, DesignNode, Edit, Json } from "../api/designDocument";
import { setModuleCode } from "./customModules";
import {
  type AcceptedTypes,
  type DesignEdge,
  findInputPort,
  findOutputPort,
  getReferences,
  isTypeAccepted,
  listEdges,
  type Modules,
  parseReference,
  toReference,
} from "./ports";

export const PORT_KINDS = ["table", "tables", "file", "model", "object"] as const;
/** R can't read the trained models of the app. */
export const R_PORT_KINDS = PORT_KINDS.filter((kind) => kind !== "model");
export type PortKind = (typeof PORT_KINDS)[number];

/** What flows through a port of each kind; an object is kept in a file. */
export const KIND_TYPES: Record<PortKind, PortType> = {
  table: "dataset",
  tables: "dataset",
  file: "file",
  model: "trained_model",
  object: "file",
};

export interface ScriptPort {
  name: string;
  kind: PortKind;
  optional: boolean;
  /** The name that it has in the source now; null for a new one. */
  was: string | null;
}

export interface ScriptPorts {
  inputs: ScriptPort[];
  outputs: ScriptPort[];
}

export type PortSide = keyof ScriptPorts;

/** A change of the design, and the edges that go with it. */
export interface PortChange {
  edits: Edit[];
  lost: DesignEdge[];
}

interface ChangedModule {
  name: string;
  code: string;
  module: Module;
  ports: ScriptPorts;
}

/** The edges at a port of the cards of a module. */
export function listPortEdges(design: Design, module: string, side: PortSide, port: string): DesignEdge[] {
  const isThere = (node: string) => design.nodes[node]?.module === module;
  return listEdges(design).filter(({ source, output, target, input }) =>
    side === "inputs" ? isThere(target) && input === port : isThere(source) && output === port,
  );
}

/** The edges of a port that go when it is of another kind: those whose other end doesn't fit, and all but one of a list. */
export function listUnfitEdges(
  design: Design,
  modules: Modules,
  accepts: AcceptedTypes,
  { module, side, port, kind }: { module: string; side: PortSide; port: string; kind: PortKind },
): DesignEdge[] {
  const getModule = (id: string) => modules.get(design.nodes[id]?.module ?? "");
  const taken = new Set<string>();
  return listPortEdges(design, module, side, port).filter(({ source, output, target, input }) => {
    const offered = side === "outputs" ? KIND_TYPES[kind] : findOutputPort(getModule(source), output)?.type;
    const wanted = side === "inputs" ? KIND_TYPES[kind] : findInputPort(getModule(target), input)?.type;
    const isSecond = side === "inputs" && kind !== "tables" && taken.has(target);
    taken.add(target);
    return !offered || !wanted || isSecond || !isTypeAccepted(accepts, wanted, offered);
  });
}

/** A port by the name that its field holds: letters and digits in small letters, joined by _. */
export const toPortName = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");

/** The first name that no port of the list has. */
export function createPortName(kind: PortKind, ports: readonly ScriptPort[]): string {
  const taken = new Set(ports.map(({ name }) => name));
  let number = 1;
  while (taken.has(`${kind}${number}`)) number += 1;
  return `${kind}${number}`;
}

/** The edits that give a module of the design its changed source; edges follow their ports. */
export function planPortChange(
  design: Design,
  modules: Modules,
  accepts: AcceptedTypes,
  changed: ChangedModule,
): PortChange {
  const nodes = Object.keys(design.nodes).filter((id) => design.nodes[id]!.module === changed.name);
  const rewired = rewireEdges(design, modules, accepts, nodes, changed);
  return { edits: [...setModuleCode(design, changed.name, changed.code), ...rewired.edits], lost: rewired.lost };
}

/** The edits that make the script of a card a module of its own, with the same ports. */
export function planScriptModule(
  design: Design,
  modules: Modules,
  accepts: AcceptedTypes,
  id: string,
  changed: ChangedModule,
): PortChange {
  const node = design.nodes[id]!;
  const kept = Object.entries(node.parameters).filter(([name]) =>
    changed.module.widgets.some((field) => field.name === name),
  );
  const inputs = changed.ports.inputs.map((port, place) => ({ ...port, was: `dataset${place + 1}` }));
  const rewired = rewireEdges(design, modules, accepts, [id], { ...changed, ports: { ...changed.ports, inputs } });
  const edits: Edit[] = [
    ...setModuleCode(design, changed.name, changed.code),
    { path: ["nodes", id, "module"], value: changed.name },
    { path: ["nodes", id, "parameters"], value: Object.fromEntries(kept) as Record<string, Json> },
  ];
  return { edits: [...edits, ...rewired.edits], lost: rewired.lost };
}

function rewireEdges(
  design: Design,
  modules: Modules,
  accepts: AcceptedTypes,
  nodes: readonly string[],
  { module, ports }: ChangedModule,
): PortChange {
  const inputs = new Map(ports.inputs.map((port) => [port.was, port.name]));
  const outputs = new Map(ports.outputs.map((port) => [port.was, port.name]));
  const getModule = (id: string) => (nodes.includes(id) ? module : modules.get(design.nodes[id]?.module ?? ""));
  const lost: DesignEdge[] = [];
  const after = new Map<string, DesignNode["inputs"]>();
  for (const edge of listEdges(design)) {
    if (!nodes.includes(edge.source) && !nodes.includes(edge.target)) continue;
    const input = nodes.includes(edge.target) ? inputs.get(edge.input) : edge.input;
    const output = nodes.includes(edge.source) ? outputs.get(edge.output) : edge.output;
    const wanted = findInputPort(getModule(edge.target), input ?? "");
    const offered = findOutputPort(getModule(edge.source), output ?? "");
    const wired = after.get(edge.target) ?? {};
    after.set(edge.target, wired);
    const there = getReferences({ inputs: wired }, input ?? "");
    const fits = wanted && (wanted.many || there.length === 0);
    const reference = toReference(edge.source, output ?? "");
    if (!fits || !offered || !isTypeAccepted(accepts, wanted.type, offered.type)) lost.push(edge);
    else wired[wanted.name] = wanted.many ? [...there, reference] : reference;
  }
  return { edits: [...after].flatMap(([id, wired]) => compareInputs(design, nodes, id, wired)), lost };
}

/** The edits from the inputs of a node to those that it is to have; edges between other nodes stay as they are. */
function compareInputs(design: Design, nodes: readonly string[], id: string, wired: DesignNode["inputs"]): Edit[] {
  const before = design.nodes[id]!.inputs;
  const isTouched = (input: string) =>
    nodes.includes(id) ||
    getReferences({ inputs: before }, input).some((text) => nodes.includes(parseReference(text).node));
  const gone = Object.keys(before).filter((input) => isTouched(input) && !(input in wired));
  const changed = Object.keys(wired)
    .filter(isTouched)
    .map((input) => ({ input, value: keepOthers(before, wired, nodes, id, input) }))
    .filter(({ input, value }) => JSON.stringify(value) !== JSON.stringify(before[input]));
  return [
    ...gone.map((input): Edit => ({ path: ["nodes", id, "inputs", input] })),
    ...changed.map(({ input, value }): Edit => ({ path: ["nodes", id, "inputs", input], value })),
  ];
}

/** The edges of a list that come from elsewhere keep their places. */
function keepOthers(
  before: DesignNode["inputs"],
  wired: DesignNode["inputs"],
  nodes: readonly string[],
  id: string,
  input: string,
): string | string[] {
  const value = wired[input]!;
  if (nodes.includes(id) || !Array.isArray(value)) return value;
  const left = [...value];
  const isOurs = (text: string) => nodes.includes(parseReference(text).node);
  return getReferences({ inputs: before }, input).flatMap((text) => (isOurs(text) ? left.splice(0, 1) : [text]));
}
