/** A chart with two axes: range-frame axes with a hairline grid, and room for what is drawn in it. */

import type { ReactNode } from "react";
import { short } from "../format";
import { ChartFrame, type ChartTable } from "./ChartFrame";
import { type Domain, linear, type Scale, ticks } from "./scale";

export interface Scales {
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
  children: (scales: Scales) => ReactNode;
  /** Drawn over the chart, outside the picture: what the pointer does. */
  over?: (scales: Scales) => ReactNode;
}

const WIDEST_TICK = 7.2;

export function Plot(props: PlotProps) {
  const { title, caption, label, xLabel, xDomain, yDomain, height = 322, xTick = short, yTick = short } = props;
  const widest = Math.max(...ticks(yDomain).map((tick) => yTick(tick).length));
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
        const scales = { x: linear(xDomain, [box.left, box.right]), y: linear(yDomain, [box.bottom, box.top]), box };
        return (
          <div className="plot-drawing">
            <svg width={width} height={tall} viewBox={`0 0 ${width} ${tall}`} role="img" aria-label={label}>
              <Axes {...{ scales, xDomain, yDomain, xLabel, xTick, yTick }} />
              {props.children(scales)}
            </svg>
            {props.over?.(scales)}
          </div>
        );
      }}
    </ChartFrame>
  );
}

interface AxesProps {
  scales: Scales;
  xDomain: Domain;
  yDomain: Domain;
  xLabel: string;
  xTick: (value: number) => string;
  yTick: (value: number) => string;
}

function Axes({ scales: { x, y, box }, xDomain, yDomain, xLabel, xTick, yTick }: AxesProps) {
  const wanted = box.right - box.left < 240 ? 3 : 5;
  return (
    <g className="plot-axes">
      {ticks(yDomain).map((tick) => (
        <g key={tick}>
          <path d={`M${box.left} ${y(tick)}H${box.right}`} className="plot-grid" />
          <text x={box.left - 7} y={y(tick) + 4} textAnchor="end">
            {yTick(tick)}
          </text>
        </g>
      ))}
      {ticks(xDomain, wanted).map((tick) => (
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
