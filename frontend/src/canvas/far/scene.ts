/** What there is to draw of a design that is seen from afar: cards with their few facts, the ways of its edges. */

import type { Glance, PortType } from "../../api/types";
import type { Card } from "../../graph/arrange";
import type { Point } from "../../graph/route";
import type { StatusKind } from "../../graph/status";
import { datasetOf, nodeTitle } from "../../graph/subtitle";
import { useLibrary } from "../../stores/library";
import { useRun } from "../../stores/run";
import { boxesOf } from "../boxes";
import { type DataEdgeType, wayOf } from "../DataEdge";
import type { CardNodeType } from "../elements";
import { factsNow } from "../facts";
import { currentView } from "../viewing";

export interface FarCard extends Card {
  title: string;
  kind: StatusKind;
  wrong: boolean;
  glance: Glance | null;
  ports: (Point & { type: PortType })[];
}

export interface FarEdge {
  source: string;
  target: string;
  type: PortType;
  flowing: boolean;
  path: string;
}

export interface Scene {
  frames: Card[];
  cards: FarCard[];
  edges: FarEdge[];
}

/** Some of the cards and frames, and edges, where xyflow has them, which is ahead of the design while they are dragged. */
export function sceneOf(
  nodes: readonly CardNodeType[],
  edges: readonly DataEdgeType[],
  wanted: (card: string) => boolean,
): Scene {
  const some = nodes.filter(({ id }) => wanted(id));
  const placed = new Map(nodes.map((node) => [node.id, node]));
  const boxes = boxesOf(currentView()?.design ?? null);
  return {
    frames: some.filter(({ type }) => type === "frame").map(cardOf),
    cards: some.filter(({ type }) => type === "module").flatMap(farCardOf),
    edges: edges.flatMap((edge) => {
      const [from, to] = [
        placeOf(placed.get(edge.source), edge.sourceHandle, "source"),
        placeOf(placed.get(edge.target), edge.targetHandle, "target"),
      ];
      const type = edge.data?.type ?? "dataset";
      if (!from || !to) return [];
      const flowing = useRun.getState().steps[edge.target]?.state === "running";
      const { path } = wayOf(from, to, type, boxes);
      return [{ source: edge.source, target: edge.target, type, flowing, path }];
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
  const types = [...(module?.inputs ?? []), ...(module?.outputs ?? [])].map(({ type }) => type);
  return [
    {
      ...cardOf(placed),
      title: nodeTitle(node, module, datasetOf(node, datasets)),
      ...factsNow(placed.id, node, module),
      ports: (placed.handles ?? []).map(({ x, y }, index) => ({ x: x + 1, y: y + 1, type: types[index] ?? "dataset" })),
    },
  ];
}

function placeOf(node: CardNodeType | undefined, port: string | null | undefined, type: "source" | "target") {
  const handle = node?.handles?.find((one) => one.id === port && one.type === type);
  if (!node || !handle) return null;
  const [x, y] = [node.position.x + handle.x + 1, node.position.y + (type === "source" ? (node.height ?? 0) : 0)];
  return { x, y };
}
