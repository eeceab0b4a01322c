/** Beside a row of the outline: the edges that pass it or lead to it, and the dot of what comes out of it. */

import type { PortType } from "../../api/types";
import { PortShape } from "../../canvas/PortShape";
import type { Lanes } from "../../graph/lanes";

const GAP = 10;
/** What would not fit shares the last lane. */
const MOST = 5;

const placeOf = (lane: number): number => (Math.min(lane, MOST - 1) + 0.5) * GAP;

/** How wide all lanes together are. */
export function widthOf(all: readonly Lanes[]): number {
  const most = Math.max(0, ...all.flatMap(({ dot, past }) => [dot ?? 0, ...past]));
  return (Math.min(most, MOST - 1) + 1) * GAP;
}

export function LaneMarks({ lanes: { dot, past, into, on }, type }: { lanes: Lanes; type: PortType }) {
  const here = dot === null ? 0 : placeOf(dot);
  const paths = [
    ...past.map((lane) => `M${placeOf(lane)} 0V100`),
    ...into.map((lane) => `M${placeOf(lane)} 0C${placeOf(lane)} 28 ${here} 22 ${here} 50`),
    ...(on ? [`M${here} 50V100`] : []),
  ];
  return (
    <span className="outline-lanes" aria-hidden="true">
      <svg aria-hidden="true" height="100%" viewBox={`0 0 ${MOST * GAP} 100`} preserveAspectRatio="none">
        <path d={paths.join("")} />
      </svg>
      {dot !== null && (
        <span className="outline-dot" style={{ left: here }}>
          <PortShape type={type} size={12} rim />
        </span>
      )}
    </span>
  );
}
