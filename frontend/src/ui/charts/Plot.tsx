/** A chart with two axes: range-frame axes with a hairline grid, and room for what is drawn in it. */

import type { ReactNode } from "react";
import { formatShort } from "../../lib/format";
import { ChartFrame, type ChartTable } from "./ChartFrame";
import { computeTicks, createLinearScale, type Domain, type Scale } from "./chartScale";

export interface PlotScales {
  x: Scale;
  y: Scale;
  /** The drawing area: left, top, right, bottom in pixels. */
  box: { left: number; top: number; right: number; bottom: number };
}

interface PlotProps {
  title: string;
  caption: string;
  /** What the chart shows, in a sentence, for those who do not see it. */
  label: string;
  xLabel: string;
  xDomain: Domain;
  yDomain: Domain;
  height?: number;
  /** How the values of an axis are written. */
  xTick?: (value: number) => string;
  yTick?: (value: number) => string;
  /** Right of the title: a switch between curves, for example. */
  aside?: ReactNode;
  table?: () => ChartTable;
  children: (scales: PlotScales) => ReactNode;
  /** Drawn over the chart, outside the picture: what the pointer does. */
  over?: (scales: PlotScales) => ReactNode;
}

const WIDEST_TICK = 7.2;

export function Plot(props: PlotProps) {
  const {
    title,
    caption,
    label,
    xLabel,
    xDomain,
    yDomain,
    height = 322,
    xTick = formatShort,
    yTick = formatShort,
  } = props;
  const widest = Math.max(...computeTicks(yDomain).map((tick) => yTick(tick).length));
  return (
    <ChartFrame
      title={title}
      caption={caption}
      aside={props.aside}
      height={height}
      {...(props.table && { table: props.table })}
    >
      {({ width, height: tall }) => {
        const box = { left: Math.max(28, 12 + widest * WIDEST_TICK), top: 10, right: width - 14, bottom: tall - 34 };
        const scales = {
          x: createLinearScale(xDomain, [box.left, box.right]),
          y: createLinearScale(yDomain, [box.bottom, box.top]),
          box,
        };
        return (
          <div className="plot-drawing">
            <svg width={width} height={tall} viewBox={`0 0 ${width} ${tall}`} role="img" aria-label={label}>
              <PlotAxes {...{ scales, xDomain, yDomain, xLabel, xTick, yTick }} />
              {props.children(scales)}
            </svg>
            {props.over?.(scales)}
          </div>
        );
      }}
    </ChartFrame>
  );
}

interface PlotAxesProps {
  scales: PlotScales;
  xDomain: Domain;
  yDomain: Domain;
  xLabel: string;
  xTick: (value: number) => string;
  yTick: (value: number) => string;
}

function PlotAxes({ scales: { x, y, box }, xDomain, yDomain, xLabel, xTick, yTick }: PlotAxesProps) {
  const tickCount = box.right - box.left < 240 ? 3 : 5;
  return (
    <g className="plot-axes">
      {computeTicks(yDomain).map((tick) => (
        <g key={tick}>
          <path d={`M${box.left} ${y(tick)}H${box.right}`} className="plot-grid" />
          <text x={box.left - 7} y={y(tick) + 4} textAnchor="end">
            {yTick(tick)}
          </text>
        </g>
      ))}
      {computeTicks(xDomain, tickCount).map((tick) => (
        <g key={tick}>
          <path d={`M${x(tick)} ${box.bottom}v4`} className="plot-frame" />
          <text x={x(tick)} y={box.bottom + 16} textAnchor={x(tick) > box.right - 16 ? "end" : "middle"}>
            {xTick(tick)}
          </text>
        </g>
      ))}
      <path d={`M${box.left} ${box.bottom}H${box.right}`} className="plot-frame" />
      <text x={box.right} y={box.bottom + 31} textAnchor="end" className="plot-axis-label">
        {xLabel}
      </text>
    </g>
  );
}
