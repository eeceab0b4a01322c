/** The edge while it is being drawn: as it will look, in the pen's colour. */

import { type ConnectionLineComponentProps, getSmoothStepPath } from "@xyflow/react";
import { route } from "../graph/route";
import { useUi } from "../stores/ui";

export function ConnectionLine(props: ConnectionLineComponentProps) {
  const { fromX, fromY, toX, toY, fromPosition, toPosition } = props;
  const dragged = useUi((ui) => ui.dragged);
  const type = dragged?.type ?? "dataset";
  const upward = dragged?.side === "input";
  const [start, end] = [
    { x: fromX, y: fromY },
    { x: toX, y: toY },
  ];
  const straight = upward ? route(end, start, type) : route(start, end, type);
  const round = { sourceX: fromX, sourceY: fromY, targetX: toX, targetY: toY };
  const around = () =>
    getSmoothStepPath({ ...round, sourcePosition: fromPosition, targetPosition: toPosition, borderRadius: 10 });
  return <path className="edge-drawing" d={straight?.path ?? around()[0]} />;
}
