/** What the canvas shows of a design: the contents of the opened group, each folded group as one card with ports. */

import type { Module, Port } from "../api/types";
import { around, groupCard, groupIn, groupOf, groupsOf, isInside } from "./groups";
import { type Connection, connections, inputPort, type Modules, outputPort, reference } from "./ports";
import type { Design, DesignGroup, DesignNode } from "./types";

export interface View {
  /** The nodes that are shown, and for each folded group a node that stands for it. */
  design: Design;
  /** The catalog, and for each folded group a module with its ports. */
  modules: Modules;
  opened: string | null;
  /** The unfolded groups that are shown as frames, the outer ones first. */
  frames: string[];
  /** The card that stands for a node; null when it is outside of the opened group. */
  cardOf: (node: string) => string | null;
}

const SLASH = "/";

/** A port of a folded group is named after the port inside: "split/results_dataset1". */
export const borderPort = (node: string, port: string): string => `${node}${SLASH}${port}`;

/** The port that a card's port stands for. */
export function innerPort(card: string, port: string): { node: string; port: string } {
  const slash = port.indexOf(SLASH);
  return groupIn(card) !== null && slash > 0
    ? { node: port.slice(0, slash), port: port.slice(slash + 1) }
    : { node: card, port };
}

/** The view of a design; the design itself where it has no groups. */
export function viewOf(design: Design, modules: Modules, opened: string | null): View {
  const groups = groupsOf(design);
  if (groups.size === 0) {
    return { design, modules, opened: null, frames: [], cardOf: (node) => (design.nodes[node] ? node : null) };
  }
  const inside = opened !== null && groups.has(opened) ? opened : null;
  const cards = new Map(Object.keys(design.nodes).map((node) => [node, cardFor(design, node, inside)]));
  const cardOf = (node: string): string | null => cards.get(node) ?? null;
  const shown = [...groups].filter(([id]) => id !== inside && isShown(design, id, inside));
  const folded = shown.filter(([, group]) => group.collapsed);
  const more = new Map(modules);
  const nodes: Record<string, DesignNode> = {};
  const edges = connections(design);
  for (const [id, node] of Object.entries(design.nodes)) {
    if (cardOf(id) === id) nodes[id] = node;
  }
  for (const [id, group] of folded) {
    const module = moduleOf(id, group, edges, { design, modules, cardOf });
    more.set(module.name, module);
    nodes[groupCard(id)] = standIn(module, group);
  }
  const view = { design, modules, cardOf };
  return {
    design: { ...design, nodes: withEdges(nodes, edges, view) },
    modules: more,
    opened: inside,
    frames: shown
      .filter(([, group]) => !group.collapsed)
      .map(([id]) => id)
      .sort((one, other) => around(groups, one).length - around(groups, other).length),
    cardOf,
  };
}

/** The outermost folded group around a node, inside of what is opened; else the node itself. */
function cardFor(design: Design, node: string, opened: string | null): string | null {
  const groups = groupsOf(design);
  const own = groupOf(design, design.nodes[node]);
  if (!isInside(groups, own, opened)) return null;
  const path = around(groups, own);
  const upTo = opened === null ? path : path.slice(0, path.indexOf(opened));
  const folded = upTo.findLast((id) => groups.get(id)!.collapsed);
  return folded === undefined ? node : groupCard(folded);
}

/** Whether a group is itself to be seen: inside of what is opened, and in no folded group. */
function isShown(design: Design, id: string, opened: string | null): boolean {
  const groups = groupsOf(design);
  if (!isInside(groups, groups.get(id)!.parent, opened)) return false;
  const path = around(groups, groups.get(id)!.parent);
  const between = opened === null ? path : path.slice(0, path.indexOf(opened));
  return between.every((other) => !groups.get(other)!.collapsed);
}

interface Known {
  design: Design;
  modules: Modules;
  cardOf: (node: string) => string | null;
}

/** A module that stands for a folded group: its ports are the edges that cross its border, and those promoted. */
function moduleOf(id: string, group: DesignGroup, edges: readonly Connection[], known: Known): Module {
  const card = groupCard(id);
  const inputs = new Map<string, Port>();
  const outputs = new Map<string, Port>();
  const add = (side: "input" | "output", node: string, port: string) => {
    if (known.cardOf(node) !== card) return;
    const module = known.modules.get(known.design.nodes[node]?.module ?? "");
    const found = side === "input" ? inputPort(module, port) : outputPort(module, port);
    const name = borderPort(node, port);
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
    icon: "folder",
    summary: "",
    help: "",
    inputs: [...inputs.values()],
    outputs: [...outputs.values()],
    parameters: { properties: {} },
    task: null,
    trusted: true,
    deterministic: true,
    palette: false,
    missing: [],
    install: "",
    replaces: [],
    sketch: null,
    keywords: [],
  } as Module;
}

function standIn(module: Module, { x, y, title }: DesignGroup): DesignNode {
  return { module: module.name, parameters: {}, inputs: {}, x, y, title, note: null, disabled: false };
}

/** The shown nodes with the edges between their cards. */
function withEdges(nodes: Record<string, DesignNode>, edges: readonly Connection[], known: Known): typeof nodes {
  const inputs = new Map<string, Record<string, string[]>>();
  for (const { source, output, target, input } of edges) {
    const [from, to] = [known.cardOf(source), known.cardOf(target)];
    if (from === null || to === null || from === to) continue;
    const port = to === target ? input : borderPort(target, input);
    const text = reference(from, from === source ? output : borderPort(source, output));
    const ports = inputs.get(to) ?? {};
    ports[port] = [...(ports[port] ?? []), text];
    inputs.set(to, ports);
  }
  const entries = Object.entries(nodes).map(([id, node]) => {
    const own = inputs.get(id) ?? {};
    return [id, same(node, own) ? node : { ...node, inputs: own }] as const;
  });
  return Object.fromEntries(entries);
}

/** Whether a node's edges are shown as they are, so that it can stay the same object. */
function same(node: DesignNode, inputs: Record<string, string[]>): boolean {
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
