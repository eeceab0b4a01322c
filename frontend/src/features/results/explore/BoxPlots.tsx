/** A box plot per group, on the axis of the histogram above it. */

import type { DistributionGroup, Distributions } from "../../../api/apiTypes";
import { formatCount } from "../../../lib/format";
import { exploreTexts as texts } from "../../../messages/chartTexts";
import { ChartFrame } from "../../../ui/charts/ChartFrame";
import { computeTicks, createLinearScale, type Domain, type Scale } from "../../../ui/charts/chartScale";
import { getSeriesColor } from "../../../ui/charts/seriesColors";

const LINE = 34;
const AXIS = 24;

interface Props {
  data: Distributions;
  domain: Domain;
  tick: (value: number) => string;
}

export function BoxPlots({ data, domain, tick }: Props) {
  const groups = data.groups.filter((group) => group.box);
  const several = groups.length > 1;
  const height = groups.length * LINE + AXIS;
  return (
    <ChartFrame
      title={texts.boxes}
      caption={texts.boxCaption}
      height={height}
      table={() => ({
        columns: [texts.group, texts.low, texts.q1, texts.median, texts.q3, texts.high, texts.mean],
        rows: groups.map(({ name, box }) => [name, box!.low, box!.q1, box!.median, box!.q3, box!.high, box!.mean]),
      })}
    >
      {({ width }) => {
        const left = several ? Math.min(190, width / 4) : 40;
        const x = createLinearScale(domain, [left, width - 14]);
        return (
          <svg
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
            role="img"
            aria-label={texts.boxLabel(data.column)}
          >
            {computeTicks(domain).map((value) => (
              <g key={value}>
                <path d={`M${x(value)} 0V${height - AXIS}`} className="plot-grid" />
                <text x={x(value)} y={height - 6} textAnchor="middle">
                  {tick(value)}
                </text>
              </g>
            ))}
            {groups.map((group, index) => (
              <BoxPlot
                key={group.name}
                group={group}
                x={x}
                top={index * LINE}
                left={left}
                color={several ? getSeriesColor(index) : "var(--ink-2)"}
              />
            ))}
          </svg>
        );
      }}
    </ChartFrame>
  );
}

interface BoxPlotProps {
  group: DistributionGroup;
  x: Scale;
  top: number;
  left: number;
  color: string;
}

function BoxPlot({ group: { name, box }, x, top, left, color }: BoxPlotProps) {
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
      <title>{box.outside >= 0 ? texts.outside(formatCount(box.outside)) : name}</title>
    </g>
  );
}
