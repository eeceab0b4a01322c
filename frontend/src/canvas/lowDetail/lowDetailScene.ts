/** What there is to draw of a design that is seen from afar: cards with their few facts, the ways of its edges. */

import type { LearnerIcon, PortType, Thumbnail } from "../../api/apiTypes";
import type { CardRect } from "../../graph/cardAlignment";
import type { StatusKind } from "../../graph/nodeStatus";
import { findDataset, getNodeTitle } from "../../graph/nodeSubtitle";
import type { CanvasPoint } from "../../graph/routing/edgePath";
import { routePlainly } from "../../graph/routing/routeSearch";
import { useCatalog } from "../../stores/catalogStore";
import { useRun } from "../../stores/runStore";
import type { DataEdgeType } from "../DataEdge";
import { findRoutePoints } from "../edgeLayout";
import { readCardFacts } from "../nodeSelectors";
import type { CardNodeType } from "../toReactFlow";
import { getVisibleGraph } from "../useVisibleGraph";

export interface LowDetailCard extends CardRect {
  title: string;
  kind: StatusKind;
  hasProblems: boolean;
  glance: Thumbnail | null;
  /** Of a learner, in place of a picture. */
  sketch: LearnerIcon | null;
  ports: (CanvasPoint & { type: PortType })[];
}

export interface LowDetailEdge {
  /** Its corners, from end to end. */
  points: readonly CanvasPoint[];
  type: PortType;
  flowing: boolean;
}

export interface LowDetailScene {
  frames: CardRect[];
  cards: LowDetailCard[];
  edges: LowDetailEdge[];
}

/** How far a way goes beyond its ends, and a badge beyond its card. */
const SCENE_MARGIN = 60;

/** Some of the cards and frames, and edges, where xyflow has them, which is ahead of the design while they are dragged. */
export function buildScene(
  nodes: readonly CardNodeType[],
  edges: readonly DataEdgeType[],
  wanted: (card: string) => boolean,
): LowDetailScene {
  const some = nodes.filter(({ id }) => wanted(id));
  const placed = new Map(nodes.map((node) => [node.id, node]));
  const steps = useRun.getState().steps;
  return {
    frames: some.filter(({ type }) => type === "frame").map(toSceneRect),
    cards: some.filter(({ type }) => type === "module").flatMap(toLowDetailCards),
    edges: edges.flatMap((edge) => {
      const from = findEdgeEnd(placed.get(edge.source), edge.sourceHandle, "source");
      const to = findEdgeEnd(placed.get(edge.target), edge.targetHandle, "target");
      if (!from || !to) return [];
      const type = edge.data?.type ?? "dataset";
      return [{ points: findPoints(edge.id, from, to), type, flowing: steps[edge.target]?.state === "running" }];
    }),
  };
}

/** As the design has it, unless a card at its end is being dragged. */
function findPoints(id: string, from: CanvasPoint, to: CanvasPoint): readonly CanvasPoint[] {
  const stored = findRoutePoints(id);
  const [start, end] = [stored?.[0], stored?.at(-1)];
  const isStored = start?.x === from.x && start.y === from.y && end?.x === to.x && end.y === to.y;
  return isStored ? stored! : routePlainly({ from, to });
}

const toSceneRect = ({ id, position, width, height }: CardNodeType): CardRect => ({
  id,
  ...position,
  width: width ?? 0,
  height: height ?? 0,
});

function toLowDetailCards(placed: CardNodeType): LowDetailCard[] {
  const { datasets } = useCatalog.getState();
  const view = getVisibleGraph();
  const node = view?.design.nodes[placed.id];
  if (!node) return [];
  const module = view?.modules.get(node.module);
  const { status, problems, glance } = readCardFacts(placed.id, node, module);
  const types = [...(module?.inputs ?? []), ...(module?.outputs ?? [])].map(({ type }) => type);
  return [
    {
      ...toSceneRect(placed),
      title: getNodeTitle(node, module, findDataset(node, module, datasets)),
      kind: status.kind,
      hasProblems: problems > 0,
      glance,
      sketch: module?.sketch ?? null,
      ports: (placed.handles ?? []).map(({ x, y }, index) => ({ x: x + 1, y: y + 1, type: types[index] ?? "dataset" })),
    },
  ];
}

/** Where an edge begins or ends at a card. */
function findEdgeEnd(
  node: CardNodeType | undefined,
  port: string | null | undefined,
  type: "source" | "target",
): CanvasPoint | null {
  const handle = node?.handles?.find((one) => one.id === port && one.type === type);
  if (!node || !handle) return null;
  return { x: node.position.x + handle.x + 1, y: node.position.y + (type === "source" ? (node.height ?? 0) : 0) };
}

/** The part of a scene that lies in a part of the paper. */
export function clipScene(
  { frames, cards, edges }: LowDetailScene,
  { x, y, width, height }: Omit<CardRect, "id">,
): LowDetailScene {
  const meets = (left: number, top: number, right: number, bottom: number) =>
    left < x + width + SCENE_MARGIN &&
    right > x - SCENE_MARGIN &&
    top < y + height + SCENE_MARGIN &&
    bottom > y - SCENE_MARGIN;
  return {
    frames,
    cards: cards.filter((card) => meets(card.x, card.y, card.x + card.width, card.y + card.height)),
    edges: edges.filter(({ points }) => {
      const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
      return meets(Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys));
    }),
  };
}
