/** An edge: from port to port with round corners, the size of what flows written on it. */

import { BaseEdge, type Edge, type EdgeProps, getSmoothStepPath, Position } from "@xyflow/react";
import { memo } from "react";
import { createPortal } from "react-dom";
import type { PortType } from "../api/apiTypes";
import {
  type CanvasPoint,
  type CardBounds,
  type EdgeLabelPosition,
  type EdgeRoute,
  routeEdge,
} from "../graph/edgeRouting";
import { resolveGroupPort } from "../graph/visibleGraph";
import { formatTableSize, formatWholeNumber } from "../messages/formatting";
import { useDesign } from "../stores/designStore";
import { useOutput, useRun } from "../stores/runStore";
import { useUi } from "../stores/uiStore";
import { EDGE_COLOR } from "../ui/PortShape";
import { getVisibleBounds } from "./cardBounds";
import "./edges.css";

// An interface would not pass as the record that xyflow wants.
export type EdgeFacts = {
  type: PortType;
  /** Of the edges that leave the same port: the first, which speaks for their common trunk. */
  first: boolean;
  /** Of those that go to the same side: the one that goes farthest. */
  farthest: boolean;
  /** Whether all go to one side. */
  oneSided: boolean;
};

/** Farther away a label cannot be read. */
const LABELED_DETAILS: ReadonlySet<string> = new Set(["full", "less"]);

export type DataEdgeType = Edge<EdgeFacts, "data">;

export const DataEdge = memo(function DataEdge(props: EdgeProps<DataEdgeType>) {
  const { id, source, sourceHandleId, target, targetHandleId, data, selected } = props;
  const into = resolveGroupPort(target, targetHandleId ?? "").node;
  const from = resolveGroupPort(source, sourceHandleId ?? "");
  const detail = useUi((ui) => ui.detail);
  const marked = useUi((ui) => ui.insertionEdge === id);
  const flowing = useRun((store) => store.steps[into]?.state === "running" && store.run?.state === "running");
  const type = data?.type ?? "dataset";
  const cards = useDesign(getVisibleBounds);
  const { sourceX, sourceY, targetX, targetY } = props;
  const way = findEdgeRoute({ x: sourceX, y: sourceY }, { x: targetX, y: targetY }, type, cards);
  return (
    <>
      <BaseEdge
        id={id}
        path={way.path}
        interactionWidth={detail === "far" ? 0 : 20}
        className={`edge ${flowing ? "edge-flowing" : ""} ${selected ? "edge-selected" : ""} ${marked ? "edge-splice" : ""}`}
        style={{ "--edge": EDGE_COLOR[type] } as React.CSSProperties}
      />
      {type === "dataset" &&
        sourceHandleId &&
        way.label &&
        LABELED_DETAILS.has(detail) &&
        isLabelShown(way.label, data) && <EdgeSizeLabel node={from.node} port={from.port} at={way.label} />}
    </>
  );
});

/** From an output at the bottom of a card to an input at the top of one. */
export function findEdgeRoute(
  from: CanvasPoint,
  to: CanvasPoint,
  type: PortType,
  cards: readonly CardBounds[],
): EdgeRoute {
  const straight = routeEdge(from, to, type, cards);
  if (straight) return straight;
  const ends = { sourceX: from.x, sourceY: from.y, targetX: to.x, targetY: to.y };
  const sides = { sourcePosition: Position.Bottom, targetPosition: Position.Top };
  const [path, x, y] = getSmoothStepPath({ ...ends, ...sides, borderRadius: 10, offset: 20 });
  return { path, label: { x, y, beside: false } };
}

/** Edges of one port say the same: once where they run together, and never where another of them runs through the words. */
function isLabelShown(label: EdgeLabelPosition, data: EdgeFacts | undefined): boolean {
  if (!data) return true;
  if (label.onTrunk) return data.first;
  return data.farthest && (data.oneSided || !label.beside);
}

function EdgeSizeLabel({ node, port, at }: { node: string; port: string; at: EdgeLabelPosition }) {
  const output = useOutput(node, port);
  const columns = useDesign(({ analysis }) => {
    const schema = analysis?.schemas[`${node}.${port}`];
    return schema?.complete ? schema.columns.length : null;
  });
  const label = formatEdgeSize(output?.rows ?? null, columns ?? output?.columns ?? null);
  const place = `translate(${at.x}px, ${at.y}px) translate(${at.beside ? "0" : "-50%"}, -50%)`;
  const layer = findLabelLayer();
  if (!label || !layer) return null;
  return createPortal(
    <div className={`edge-label ${at.beside ? "edge-label-beside" : ""}`} style={{ transform: place }}>
      {label}
    </div>,
    layer,
  );
}

let cachedLabelLayer: Element | null = null;

/**
 * Labels have a layer of their own: on the edge's, the next edge of the same port would be drawn through it. xyflow's own
 * way there looks for the layer anew for each label with every movement of the paper.
 */
function findLabelLayer(): Element | null {
  if (!cachedLabelLayer?.isConnected) cachedLabelLayer = document.querySelector(".react-flow__edgelabel-renderer");
  return cachedLabelLayer;
}

function formatEdgeSize(rows: number | null, columns: number | null): string | null {
  if (rows !== null && columns !== null) return formatTableSize(rows, columns);
  return columns === null ? null : `${formatWholeNumber(columns)} columns`;
}
