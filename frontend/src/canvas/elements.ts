/** The view as xyflow wants it: nodes and edges that keep their identity while nothing about them changes. */

import { type Node, Position } from "@xyflow/react";
import type { Module } from "../api/types";
import type { Card } from "../graph/arrange";
import { groupIn } from "../graph/groups";
import { type Connection, connections, outputPort, reference } from "../graph/ports";
import { portX } from "../graph/sizes";
import type { Design } from "../graph/types";
import { innerPort, type View } from "../graph/view";
import { text } from "../messages/en";
import { nameOfNode } from "../panels/problemWords";
import type { DataEdgeType, EdgeFacts } from "./DataEdge";
import { cardsOf, framesOf, noteCardsOf } from "./frames";

export type CardKind = "module" | "group" | "frame" | "note";
export type CardNodeType = Node<Record<string, never>, CardKind>;

/** The size of `.port` in canvas.css. */
const HANDLE = 2;
const NO_DATA: Record<string, never> = {};
/** Selected, a card is lifted by 1,000: frames and notes stay below the others all the same. */
const DEPTH: Record<CardKind, number> = { module: 0, group: 0, note: -1500, frame: -3000 };

/** The cards, frames and notes of the view; those of `before` that are still right are kept as they are. */
export function nodesOf(view: View, before: readonly CardNodeType[], selection: ReadonlySet<string>): CardNodeType[] {
  const known = new Map(before.map((node) => [node.id, node]));
  const make = (card: Card, type: CardKind): CardNodeType => {
    const made = known.get(card.id);
    const selected = selection.has(card.id);
    const module = view.modules.get(view.design.nodes[card.id]?.module ?? "");
    const ports = portsKey(module);
    if (made && isStill(made, card, type, selected) && made.handles?.length === ports) return made;
    return nodeOf(card, type, selected, module);
  };
  return [
    ...[...framesOf(view).values()].reverse().map((card) => make(card, "frame")),
    ...noteCardsOf(view).map((card) => make(card, "note")),
    ...cardsOf(view).map((card) => make(card, groupIn(card.id) === null ? "module" : "group")),
  ];
}

const portsKey = (module: Module | undefined): number => (module ? module.inputs.length + module.outputs.length : 0);

function isStill(made: CardNodeType, card: Card, type: CardKind, selected: boolean): boolean {
  const { x, y } = made.position;
  const placed = x === card.x && y === card.y && made.width === card.width && made.height === card.height;
  return placed && made.type === type && (made.selected ?? false) === selected;
}

function nodeOf(card: Card, type: CardKind, selected: boolean, module: Module | undefined): CardNodeType {
  const { id, x, y, width, height } = card;
  return {
    id,
    type,
    position: { x, y },
    data: NO_DATA,
    width,
    height,
    selected,
    zIndex: DEPTH[type],
    ...(type === "frame" ? { dragHandle: ".frame-title" } : {}),
    // Known beforehand, so that nodes out of sight need not be drawn once to be measured, and a view of all need not wait.
    measured: { width, height },
    handles: [...handles(module, "target", 0), ...handles(module, "source", height - HANDLE)],
  };
}

function handles(
  module: Module | undefined,
  type: "source" | "target",
  y: number,
): NonNullable<CardNodeType["handles"]> {
  const ports = (type === "target" ? module?.inputs : module?.outputs) ?? [];
  const position = type === "target" ? Position.Top : Position.Bottom;
  return ports.map(({ name }, index) => ({
    id: name,
    type,
    position,
    x: portX(index, ports.length) - HANDLE / 2,
    y,
    width: HANDLE,
    height: HANDLE,
  }));
}

/** The edges of the view. Those whose ports do not exist (a module of another version) are left out. */
export function edgesOf(
  { design, modules }: View,
  before: readonly DataEdgeType[],
  selected: ReadonlySet<string>,
): DataEdgeType[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  const all = connections(design);
  const leaving = Map.groupBy(all, ({ source, output }) => reference(source, output));
  return all.flatMap((connection) => {
    const { source, output, target, input } = connection;
    const port = outputPort(modules.get(design.nodes[source]?.module ?? ""), output);
    const taken = modules.get(design.nodes[target]?.module ?? "")?.inputs.some((one) => one.name === input);
    if (!port || !taken) return [];
    const siblings = leaving.get(reference(source, output))!;
    const data = { type: port.type, ...among(connection, siblings, design) };
    const id = idOfEdge(inner(connection));
    const made = known.get(id);
    const ariaLabel = text.canvas.edge(nameOfNode(source), nameOfNode(target));
    const ends = { source, sourceHandle: output, target, targetHandle: input };
    if (made?.ariaLabel === ariaLabel && sameEdge(made, data, ends, selected.has(id))) return [made];
    return [{ id, type: "data" as const, ...ends, data, ariaLabel, selected: selected.has(id) }];
  });
}

/** The edge of the design that an edge of the view stands for. */
export function inner({ source, output, target, input }: Connection): Connection {
  const [from, to] = [innerPort(source, output), innerPort(target, input)];
  return { source: from.node, output: from.port, target: to.node, input: to.port };
}

/** What an edge is among those that leave the same port. */
function among(connection: Connection, siblings: readonly Connection[], design: Design): Omit<EdgeFacts, "type"> {
  const across = ({ source, target }: Connection) => design.nodes[target]!.x - (design.nodes[source]?.x ?? 0);
  const own = across(connection);
  const sameSide = siblings.filter((other) => across(other) < 0 === own < 0);
  const far = Math.max(...sameSide.map((other) => Math.abs(across(other))));
  return {
    first: siblings[0] === connection,
    farthest: sameSide.find((other) => Math.abs(across(other)) === far) === connection,
    oneSided: sameSide.length === siblings.length,
  };
}

type Ends = Pick<DataEdgeType, "source" | "sourceHandle" | "target" | "targetHandle">;

function sameEdge(made: DataEdgeType, data: NonNullable<DataEdgeType["data"]>, ends: Ends, selected: boolean): boolean {
  const was = made.data;
  const same = was?.type === data.type && was.first === data.first && was.farthest === data.farthest;
  const there = made.source === ends.source && made.sourceHandle === ends.sourceHandle;
  const here = made.target === ends.target && made.targetHandle === ends.targetHandle;
  return same && there && here && was.oneSided === data.oneSided && (made.selected ?? false) === selected;
}

export const idOfEdge = ({ source, output, target, input }: Connection): string =>
  `${source}.${output} > ${target}.${input}`;
