/** The view as xyflow wants it: nodes and edges that keep their identity while nothing about them changes. */

import { type Node, Position } from "@xyflow/react";
import type { Module } from "../api/apiTypes";
import type { CardRect } from "../graph/cardAlignment";
import { computePortX } from "../graph/cardSizes";
import { parseGroupCardId } from "../graph/designGroups";
import { type DesignEdge, findOutputPort, listEdges } from "../graph/ports";
import { resolveGroupPort, type VisibleGraph } from "../graph/visibleGraph";
import { appTexts } from "../messages/appTexts";
import { getNodeName } from "../stores/nodeNames";
import type { DataEdgeType, EdgeFacts } from "./DataEdge";
import { computeFrames, listCards, listNoteCards } from "./groupFrames";

export type CardKind = "module" | "group" | "frame" | "note";
export type CardNodeType = Node<Record<string, never>, CardKind>;

/** The size of `.port` in canvas.css. */
const HANDLE_SIZE = 2;
const NO_DATA: Record<string, never> = {};
/** Selected, a card is lifted by 1,000: frames and notes stay below the others all the same. */
const CARD_DEPTH: Record<CardKind, number> = { module: 0, group: 0, note: -1500, frame: -3000 };

/** The cards, frames and notes of the view; those of `isStale` that are still right are kept as they are. */
export function toFlowNodes(
  view: VisibleGraph,
  before: readonly CardNodeType[],
  selection: ReadonlySet<string>,
): CardNodeType[] {
  const known = new Map(before.map((node) => [node.id, node]));
  const make = (card: CardRect, type: CardKind): CardNodeType => {
    const made = known.get(card.id);
    const selected = selection.has(card.id);
    const module = view.modules.get(view.design.nodes[card.id]?.module ?? "");
    const ports = countPorts(module);
    if (made && isCurrent(made, card, type, selected) && made.handles?.length === ports) return made;
    return toFlowNode(card, type, selected, module);
  };
  return [
    ...[...computeFrames(view).values()].reverse().map((card) => make(card, "frame")),
    ...listNoteCards(view).map((card) => make(card, "note")),
    ...listCards(view).map((card) => make(card, parseGroupCardId(card.id) === null ? "module" : "group")),
  ];
}

const countPorts = (module: Module | undefined): number => (module ? module.inputs.length + module.outputs.length : 0);

function isCurrent(made: CardNodeType, card: CardRect, type: CardKind, selected: boolean): boolean {
  const { x, y } = made.position;
  const placed = x === card.x && y === card.y && made.width === card.width && made.height === card.height;
  return placed && made.type === type && (made.selected ?? false) === selected;
}

function toFlowNode(card: CardRect, type: CardKind, selected: boolean, module: Module | undefined): CardNodeType {
  const { id, x, y, width, height } = card;
  return {
    id,
    type,
    position: { x, y },
    data: NO_DATA,
    width,
    height,
    selected,
    zIndex: CARD_DEPTH[type],
    ...(type === "frame" ? { dragHandle: ".frame-title" } : {}),
    // Known beforehand, so that nodes out of sight need not be drawn once to be measured, and a view of all need not wait.
    measured: { width, height },
    handles: [...toFlowHandles(module, "target", 0), ...toFlowHandles(module, "source", height - HANDLE_SIZE)],
  };
}

function toFlowHandles(
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
    x: computePortX(index, ports.length) - HANDLE_SIZE / 2,
    y,
    width: HANDLE_SIZE,
    height: HANDLE_SIZE,
  }));
}

/** The edges of the view. Those whose ports do not exist (a module of another version) are left out. */
export function toFlowEdges(
  { design, modules }: VisibleGraph,
  before: readonly DataEdgeType[],
  selected: ReadonlySet<string>,
): DataEdgeType[] {
  const known = new Map(before.map((edge) => [edge.id, edge]));
  return listEdges(design).flatMap((connection) => {
    const { source, output, target, input } = connection;
    const port = findOutputPort(modules.get(design.nodes[source]?.module ?? ""), output);
    const taken = modules.get(design.nodes[target]?.module ?? "")?.inputs.some((one) => one.name === input);
    if (!port || !taken) return [];
    const data: EdgeFacts = { type: port.type };
    const id = toEdgeId(toDesignEdge(connection));
    const made = known.get(id);
    const ariaLabel = appTexts.canvas.edge(getNodeName(source), getNodeName(target));
    const ends = { source, sourceHandle: output, target, targetHandle: input };
    if (made?.ariaLabel === ariaLabel && isSameFlowEdge(made, data, ends, selected.has(id))) return [made];
    return [{ id, type: "data" as const, ...ends, data, ariaLabel, selected: selected.has(id) }];
  });
}

/** The edge of the design that an edge of the view stands for. */
export function toDesignEdge({ source, output, target, input }: DesignEdge): DesignEdge {
  const [from, to] = [resolveGroupPort(source, output), resolveGroupPort(target, input)];
  return { source: from.node, output: from.port, target: to.node, input: to.port };
}

type FlowEdgeEnds = Pick<DataEdgeType, "source" | "sourceHandle" | "target" | "targetHandle">;

function isSameFlowEdge(
  made: DataEdgeType,
  data: NonNullable<DataEdgeType["data"]>,
  ends: FlowEdgeEnds,
  selected: boolean,
): boolean {
  const there = made.source === ends.source && made.sourceHandle === ends.sourceHandle;
  const here = made.target === ends.target && made.targetHandle === ends.targetHandle;
  return made.data?.type === data.type && there && here && (made.selected ?? false) === selected;
}

export const toEdgeId = ({ source, output, target, input }: DesignEdge): string =>
  `${source}.${output} > ${target}.${input}`;
