/** An edge: from port to port around the cards, the size of what flows written on it. */

import { BaseEdge, type Edge, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { createPortal } from "react-dom";
import type { PortType } from "../api/apiTypes";
import { routeAlone } from "../graph/routing/edgeLayout";
import { type CanvasPoint, toRoundedPath } from "../graph/routing/edgePath";
import { routePlainly } from "../graph/routing/routeSearch";
import { resolveGroupPort } from "../graph/visibleGraph";
import { useDesign } from "../stores/designStore";
import { useRun } from "../stores/runStore";
import { useUi } from "../stores/uiStore";
import { EDGE_COLOR } from "../ui/PortShape";
import { type EdgeLabel, findRoutePoints, getCanvasEdges, getEdgeLabel, toCardBounds } from "./edgeLayout";
import { getVisibleGraph } from "./useVisibleGraph";
import "./edges.css";

// An interface would not pass as the record that xyflow wants.
export type EdgeFacts = {
  type: PortType;
};

/** Farther away a label cannot be read. */
const LABELED_DETAILS: ReadonlySet<string> = new Set(["full", "less"]);

export type DataEdgeType = Edge<EdgeFacts, "data">;

export const DataEdge = memo(function DataEdge(props: EdgeProps<DataEdgeType>) {
  const { id, source, target, targetHandleId, data, selected } = props;
  const into = resolveGroupPort(target, targetHandleId ?? "").node;
  const detail = useUi((ui) => ui.detail);
  const marked = useUi((ui) => ui.insertionEdge === id);
  const flowing = useRun((store) => store.steps[into]?.state === "running" && store.run?.state === "running");
  const type = data?.type ?? "dataset";
  const ends = { from: { x: props.sourceX, y: props.sourceY }, to: { x: props.targetX, y: props.targetY } };
  const stored = useDesign(() => findRoutePoints(id));
  const isStored = stored !== null && isNear(stored[0], ends.from) && isNear(stored.at(-1), ends.to);
  const points = isStored ? stored : routeWhileDragged({ ...ends, type }, [source, target]);
  return (
    <>
      <BaseEdge
        id={id}
        path={toRoundedPath(points)}
        interactionWidth={detail === "far" ? 0 : 20}
        className={`edge ${flowing ? "edge-flowing" : ""} ${selected ? "edge-selected" : ""} ${marked ? "edge-splice" : ""}`}
        style={{ "--edge": EDGE_COLOR[type] } as React.CSSProperties}
      />
      {isStored && LABELED_DETAILS.has(detail) && <EdgeSizeLabel id={id} />}
    </>
  );
});

const isNear = (one: CanvasPoint | undefined, other: CanvasPoint): boolean =>
  one !== undefined && Math.abs(one.x - other.x) < 2 && Math.abs(one.y - other.y) < 2;

/** While a card is dragged its edges find their way among the others; where those are very many, the short one. */
function routeWhileDragged(edge: Parameters<typeof routeAlone>[0], ends: readonly string[]): CanvasPoint[] {
  const nodes = getVisibleGraph()?.design.nodes ?? {};
  if (!getCanvasEdges().layout) return routePlainly(edge);
  const others = Object.entries(nodes).filter(([id]) => !ends.includes(id));
  return routeAlone(
    edge,
    others.map(([, node]) => toCardBounds(node)),
  );
}

function EdgeSizeLabel({ id }: { id: string }) {
  useDesign(() => getEdgeLabel(id));
  const label: EdgeLabel | null = useRun(() => getEdgeLabel(id));
  const layer = findLabelLayer();
  if (!label || !layer) return null;
  const place = `translate(${label.x}px, ${label.y}px) translate(-50%, -50%)`;
  return createPortal(
    <div className={`edge-label ${label.beside ? "edge-label-beside" : ""}`} style={{ transform: place }}>
      {label.text}
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
