/** The edge while it is being drawn: as it will look, in the pen's color. */

import type { ConnectionLineComponentProps } from "@xyflow/react";
import { toRoundedPath } from "../graph/routing/edgePath";
import { routePlainly } from "../graph/routing/routeSearch";
import { useUi } from "../stores/uiStore";
import "./edges.css";

export function ConnectionLine({ fromX, fromY, toX, toY }: ConnectionLineComponentProps) {
  const dragged = useUi((ui) => ui.draggedPort);
  const [start, end] = [
    { x: fromX, y: fromY },
    { x: toX, y: toY },
  ];
  const ends = dragged?.side === "input" ? { from: end, to: start } : { from: start, to: end };
  return <path className="edge-drawing" d={toRoundedPath(routePlainly(ends))} />;
}
