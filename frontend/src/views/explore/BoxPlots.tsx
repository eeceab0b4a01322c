/** A box plot per group, on the axis of the histogram above it. */

import type { Distributions, GroupOut } from "../../api/types";
import { explore as say } from "../../messages/looking";
import { ChartFrame } from "../charts/ChartFrame";
import { seriesColor } from "../charts/marks";
import { type Domain, linear, type Scale, ticks } from "../charts/scale";
import { count } from "../format";

const LINE = 34;
const AXIS = 24;

interface Props {
  told: Distributions;
  domain: Domain;
  tick: (value: number) => string;
}

export function BoxPlots({ told, domain, tick }: Props) {
  const groups = told.groups.filter((group) => group.box);
  const several = groups.length > 1;
  const height = groups.length * LINE + AXIS;
  return (
    <ChartFrame
      title={say.boxes}
      caption={say.boxCaption}
      height={height}
      table={() => ({
        columns: [say.group, say.low, say.q1, say.median, say.q3, say.high, say.mean],
        rows: groups.map(({ name, box }) => [name, box!.low, box!.q1, box!.median, box!.q3, box!.high, box!.mean]),
      })}
    >
      {({ width }) => {
        const left = several ? Math.min(190, width / 4) : 40;
        const x = linear(domain, [left, width - 14]);
        return (
          <svg
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
            role="img"
            aria-label={say.boxLabel(told.column)}
          >
            {ticks(domain).map((value) => (
              <g key={value}>
                <path d={`M${x(value)} 0V${height - AXIS}`} className="plot-grid" />
                <text x={x(value)} y={height - 6} textAnchor="middle">
                  {tick(value)}
                </text>
              </g>
            ))}
            {groups.map((group, index) => (
              <OneBox
                key={group.name}
                group={group}
                x={x}
                top={index * LINE}
                left={left}
                color={several ? seriesColor(index) : "var(--ink-2)"}
              />
            ))}
          </svg>
        );
      }}
    </ChartFrame>
  );
}

interface OneProps {
  group: GroupOut;
  x: Scale;
  top: number;
  left: number;
  color: string;
}

function OneBox({ group: { name, box }, x, top, left, color }: OneProps) {
  if (!box) return null;
  const middle = top + LINE / 2;
  const width = Math.max(1, x(box.q3) - x(box.q1));
  return (
    <g>
      {name && (
        <text x={left - 10} y={middle + 4} textAnchor="end" className="curve-name" style={{ fill: color }}>
          {name.length > 24 ? `${name.slice(0, 23)}…` : name}
        </text>
      )}
      <path
        d={`M${x(box.low)} ${middle}H${x(box.q1)}M${x(box.q3)} ${middle}H${x(box.high)}`}
        stroke={color}
        fill="none"
      />
      <path d={`M${x(box.low)} ${middle - 5}v10M${x(box.high)} ${middle - 5}v10`} stroke={color} fill="none" />
      <rect x={x(box.q1)} y={middle - 9} width={width} height={18} fill={color} fillOpacity={0.18} stroke={color} />
      <path d={`M${x(box.median)} ${middle - 9}v18`} stroke={color} strokeWidth={2.4} />
      <title>{box.outside >= 0 ? say.outside(count(box.outside)) : name}</title>
    </g>
  );
}
