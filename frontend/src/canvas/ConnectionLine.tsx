/** The edge while it is being drawn: as it will look, in the pen's color. */

import { type ConnectionLineComponentProps, getSmoothStepPath } from "@xyflow/react";
import { routeEdge } from "../graph/edgeRouting";
import { useUi } from "../stores/uiStore";
import "./edges.css";

export function ConnectionLine(props: ConnectionLineComponentProps) {
  const { fromX, fromY, toX, toY, fromPosition, toPosition } = props;
  const dragged = useUi((ui) => ui.draggedPort);
  const type = dragged?.type ?? "dataset";
  const upward = dragged?.side === "input";
  const [start, end] = [
    { x: fromX, y: fromY },
    { x: toX, y: toY },
  ];
  const straight = upward ? routeEdge(end, start, type) : routeEdge(start, end, type);
  const round = { sourceX: fromX, sourceY: fromY, targetX: toX, targetY: toY };
  const around = () =>
    getSmoothStepPath({ ...round, sourcePosition: fromPosition, targetPosition: toPosition, borderRadius: 10 });
  return <path className="edge-drawing" d={straight?.path ?? around()[0]} />;
}
