/** Beside a row of the outline: the edges that pass it or lead to it, and the dot of what comes out of it. */

import type { PortType } from "../../../api/apiTypes";
import type { RowLanes } from "../../../graph/outlineLanes";
import { PortShape } from "../../../ui/PortShape";

const GAP = 10;
/** What would not fit shares the last lane. */
const MOST = 5;

const getLaneX = (lane: number): number => (Math.min(lane, MOST - 1) + 0.5) * GAP;

/** How wide all lanes together are. */
export function getLanesWidth(all: readonly RowLanes[]): number {
  const most = Math.max(0, ...all.flatMap(({ dot, passing }) => [dot ?? 0, ...passing]));
  return (Math.min(most, MOST - 1) + 1) * GAP;
}

export function LaneMarks({ lanes: { dot, passing, incoming, continues }, type }: { lanes: RowLanes; type: PortType }) {
  const dotX = dot === null ? 0 : getLaneX(dot);
  const paths = [
    ...passing.map((lane) => `M${getLaneX(lane)} 0V100`),
    ...incoming.map((lane) => `M${getLaneX(lane)} 0C${getLaneX(lane)} 28 ${dotX} 22 ${dotX} 50`),
    ...(continues ? [`M${dotX} 50V100`] : []),
  ];
  return (
    <span className="outline-lanes" aria-hidden="true">
      <svg aria-hidden="true" height="100%" viewBox={`0 0 ${MOST * GAP} 100`} preserveAspectRatio="none">
        <path d={paths.join("")} />
      </svg>
      {dot !== null && (
        <span className="outline-dot" style={{ left: dotX }}>
          <PortShape type={type} size={12} rim />
        </span>
      )}
    </span>
  );
}
