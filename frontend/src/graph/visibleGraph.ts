/** What the canvas shows of a design: the contents of the opened group, each folded group as one card with ports. */

import type { Module, Port } from "../api/apiTypes";
import type { Design, DesignGroup, DesignNode } from "../api/designDocument";
import {
  findGroupOf,
  isInsideGroup,
  listAncestorGroups,
  parseGroupCardId,
  readGroups,
  toGroupCardId,
} from "./designGroups";
import { type DesignEdge, findInputPort, findOutputPort, listEdges, type Modules, toReference } from "./ports";

export interface VisibleGraph {
  /** The nodes that are shown, and for each folded group a node that stands for it. */
  design: Design;
  /** The catalog, and for each folded group a module with its ports. */
  modules: Modules;
  openedGroup: string | null;
  /** The unfolded groups that are shown as frames, the outer ones first. */
  frames: string[];
  /** The card that stands for a node; null when it is outside of the opened group. */
  findCard: (node: string) => string | null;
}

const PORT_SEPARATOR = "/";

/** A port of a folded group is named after the port inside: "split/results_dataset1". */
export const toGroupPort = (node: string, port: string): string => `${node}${PORT_SEPARATOR}${port}`;

/** The port that a card's port stands for. */
export function resolveGroupPort(card: string, port: string): { node: string; port: string } {
  const slash = port.indexOf(PORT_SEPARATOR);
  return parseGroupCardId(card) !== null && slash > 0
    ? { node: port.slice(0, slash), port: port.slice(slash + 1) }
    : { node: card, port };
}

/** The view of a design; the design itself where it has no groups. */
export function buildVisibleGraph(design: Design, modules: Modules, opened: string | null): VisibleGraph {
  const groups = readGroups(design);
  if (groups.size === 0) {
    return { design, modules, openedGroup: null, frames: [], findCard: (node) => (design.nodes[node] ? node : null) };
  }
  const inside = opened !== null && groups.has(opened) ? opened : null;
  const cards = new Map(Object.keys(design.nodes).map((node) => [node, findVisibleCard(design, node, inside)]));
  const cardOf = (node: string): string | null => cards.get(node) ?? null;
  const shown = [...groups].filter(([id]) => id !== inside && isGroupShown(design, id, inside));
  const folded = shown.filter(([, group]) => group.collapsed);
  const more = new Map(modules);
  const nodes: Record<string, DesignNode> = {};
  const edges = listEdges(design);
  for (const [id, node] of Object.entries(design.nodes)) {
    if (cardOf(id) === id) nodes[id] = node;
  }
  for (const [id, group] of folded) {
    const module = buildGroupModule(id, group, edges, { design, modules, cardOf });
    more.set(module.name, module);
    nodes[toGroupCardId(id)] = buildGroupNode(module, group);
  }
  const view = { design, modules, cardOf };
  return {
    design: { ...design, nodes: attachEdges(nodes, edges, view) },
    modules: more,
    openedGroup: inside,
    frames: shown
      .filter(([, group]) => !group.collapsed)
      .map(([id]) => id)
      .sort((one, other) => listAncestorGroups(groups, one).length - listAncestorGroups(groups, other).length),
    findCard: cardOf,
  };
}

/** The outermost folded group around a node, inside of what is opened; else the node itself. */
function findVisibleCard(design: Design, node: string, opened: string | null): string | null {
  const groups = readGroups(design);
  const own = findGroupOf(design, design.nodes[node]);
  if (!isInsideGroup(groups, own, opened)) return null;
  const path = listAncestorGroups(groups, own);
  const upTo = opened === null ? path : path.slice(0, path.indexOf(opened));
  const folded = upTo.findLast((id) => groups.get(id)!.collapsed);
  return folded === undefined ? node : toGroupCardId(folded);
}

/** Whether a group is itself to be seen: inside of what is opened, and in no folded group. */
function isGroupShown(design: Design, id: string, opened: string | null): boolean {
  const groups = readGroups(design);
  if (!isInsideGroup(groups, groups.get(id)!.parent, opened)) return false;
  const path = listAncestorGroups(groups, groups.get(id)!.parent);
  const between = opened === null ? path : path.slice(0, path.indexOf(opened));
  return between.every((other) => !groups.get(other)!.collapsed);
}

interface GraphContext {
  design: Design;
  modules: Modules;
  cardOf: (node: string) => string | null;
}

/** A module that stands for a folded group: its ports are the edges that cross its border, and those promoted. */
function buildGroupModule(id: string, group: DesignGroup, edges: readonly DesignEdge[], known: GraphContext): Module {
  const card = toGroupCardId(id);
  const inputs = new Map<string, Port>();
  const outputs = new Map<string, Port>();
  const add = (side: "input" | "output", node: string, port: string) => {
    if (known.cardOf(node) !== card) return;
    const module = known.modules.get(known.design.nodes[node]?.module ?? "");
    const found = side === "input" ? findInputPort(module, port) : findOutputPort(module, port);
    const name = toGroupPort(node, port);
    if (found) (side === "input" ? inputs : outputs).set(name, { ...found, name });
  };
  for (const { source, output, target, input } of edges) {
    if (known.cardOf(source) === known.cardOf(target)) continue;
    add("input", target, input);
    add("output", source, output);
  }
  for (const { node, port, side } of Object.values(group.ports)) add(side, node, port);
  return {
    name: card,
    title: group.title,
    category: "",
    palette_group: "",
    icon: "folder",
    summary: "",
    help: "",
    inputs: [...inputs.values()],
    outputs: [...outputs.values()],
    widgets: [],
    parameters: { properties: {} },
    task: null,
    trusted: true,
    deterministic: true,
    palette: false,
    role: null,
    missing: [],
    install: "",
    extras: [],
    replaces: [],
    sketch: null,
    keywords: [],
  } as Module;
}

function buildGroupNode(module: Module, { x, y, title }: DesignGroup): DesignNode {
  return { module: module.name, parameters: {}, inputs: {}, x, y, title, note: null, disabled: false };
}

/** The shown nodes with the edges between their cards. */
function attachEdges(
  nodes: Record<string, DesignNode>,
  edges: readonly DesignEdge[],
  known: GraphContext,
): typeof nodes {
  const inputs = new Map<string, Record<string, string[]>>();
  for (const { source, output, target, input } of edges) {
    const [from, to] = [known.cardOf(source), known.cardOf(target)];
    if (from === null || to === null || from === to) continue;
    const port = to === target ? input : toGroupPort(target, input);
    const text = toReference(from, from === source ? output : toGroupPort(source, output));
    const ports = inputs.get(to) ?? {};
    ports[port] = [...(ports[port] ?? []), text];
    inputs.set(to, ports);
  }
  const entries = Object.entries(nodes).map(([id, node]) => {
    const own = inputs.get(id) ?? {};
    return [id, hasSameInputs(node, own) ? node : { ...node, inputs: own }] as const;
  });
  return Object.fromEntries(entries);
}

/** Whether a node's edges are shown as they are, so that it can stay the same object. */
function hasSameInputs(node: DesignNode, inputs: Record<string, string[]>): boolean {
  const ports = Object.keys(node.inputs);
  return (
    ports.length === Object.keys(inputs).length &&
    ports.every((port) => {
      const value = node.inputs[port]!;
      const texts = Array.isArray(value) ? value : [value];
      return texts.length === inputs[port]?.length && texts.every((text, at) => text === inputs[port]![at]);
    })
  );
}
