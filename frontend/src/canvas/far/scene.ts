/** What there is to draw of a design that is seen from afar: cards with their few facts, the ways of its edges. */

import type { Glance, PortType, Sketch } from "../../api/types";
import type { Card } from "../../graph/arrange";
import type { Point } from "../../graph/route";
import type { StatusKind } from "../../graph/status";
import { datasetOf, nodeTitle } from "../../graph/subtitle";
import { useLibrary } from "../../stores/library";
import { useRun } from "../../stores/run";
import type { DataEdgeType } from "../DataEdge";
import type { CardNodeType } from "../elements";
import { factsNow } from "../facts";
import { currentView } from "../viewing";

export interface FarCard extends Card {
  title: string;
  kind: StatusKind;
  wrong: boolean;
  glance: Glance | null;
  /** Of a learner, in place of a picture. */
  sketch: Sketch | null;
  ports: (Point & { type: PortType })[];
}

export interface FarEdge {
  from: Point;
  to: Point;
  type: PortType;
  flowing: boolean;
}

export interface Scene {
  frames: Card[];
  cards: FarCard[];
  edges: FarEdge[];
}

/** How far a way goes beyond its ends, and a badge beyond its card. */
const REACH = 60;

/** Some of the cards and frames, and edges, where xyflow has them, which is ahead of the design while they are dragged. */
export function sceneOf(
  nodes: readonly CardNodeType[],
  edges: readonly DataEdgeType[],
  wanted: (card: string) => boolean,
): Scene {
  const some = nodes.filter(({ id }) => wanted(id));
  const placed = new Map(nodes.map((node) => [node.id, node]));
  const steps = useRun.getState().steps;
  return {
    frames: some.filter(({ type }) => type === "frame").map(cardOf),
    cards: some.filter(({ type }) => type === "module").flatMap(farCardOf),
    edges: edges.flatMap((edge) => {
      const from = placeOf(placed.get(edge.source), edge.sourceHandle, "source");
      const to = placeOf(placed.get(edge.target), edge.targetHandle, "target");
      if (!from || !to) return [];
      return [{ from, to, type: edge.data?.type ?? "dataset", flowing: steps[edge.target]?.state === "running" }];
    }),
  };
}

const cardOf = ({ id, position, width, height }: CardNodeType): Card => ({
  id,
  ...position,
  width: width ?? 0,
  height: height ?? 0,
});

function farCardOf(placed: CardNodeType): FarCard[] {
  const { datasets } = useLibrary.getState();
  const view = currentView();
  const node = view?.design.nodes[placed.id];
  if (!node) return [];
  const module = view?.modules.get(node.module);
  const { status, problems, glance } = factsNow(placed.id, node, module);
  const types = [...(module?.inputs ?? []), ...(module?.outputs ?? [])].map(({ type }) => type);
  return [
    {
      ...cardOf(placed),
      title: nodeTitle(node, module, datasetOf(node, datasets)),
      kind: status.kind,
      wrong: problems > 0,
      glance,
      sketch: module?.sketch ?? null,
      ports: (placed.handles ?? []).map(({ x, y }, index) => ({ x: x + 1, y: y + 1, type: types[index] ?? "dataset" })),
    },
  ];
}

/** Where an edge begins or ends at a card. */
function placeOf(
  node: CardNodeType | undefined,
  port: string | null | undefined,
  type: "source" | "target",
): Point | null {
  const handle = node?.handles?.find((one) => one.id === port && one.type === type);
  if (!node || !handle) return null;
  return { x: node.position.x + handle.x + 1, y: node.position.y + (type === "source" ? (node.height ?? 0) : 0) };
}

/** The part of a scene that lies in a part of the paper. */
export function within({ frames, cards, edges }: Scene, { x, y, width, height }: Omit<Card, "id">): Scene {
  const meets = (left: number, top: number, right: number, bottom: number) =>
    left < x + width + REACH && right > x - REACH && top < y + height + REACH && bottom > y - REACH;
  return {
    frames,
    cards: cards.filter((card) => meets(card.x, card.y, card.x + card.width, card.y + card.height)),
    edges: edges.filter(({ from, to }) =>
      meets(Math.min(from.x, to.x), Math.min(from.y, to.y), Math.max(from.x, to.x), Math.max(from.y, to.y)),
    ),
  };
}
