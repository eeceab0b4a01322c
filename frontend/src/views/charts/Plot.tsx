/** The frame of a chart: title, range-frame axes with a hairline grid, and room for what is drawn in it. */

import { useElementSize } from "@mantine/hooks";
import type { ReactNode } from "react";
import { short } from "../format";
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
  /** How the values of the x axis are written. */
  xTick?: (value: number) => string;
  /** How those of the y axis are. */
  yTick?: (value: number) => string;
  /** Right of the title: a switch between curves, for example. */
  aside?: ReactNode;
  children: (scales: Scales) => ReactNode;
}

const WIDEST_TICK = 7.2;

export function Plot(props: PlotProps) {
  const { title, caption, label, xLabel, xDomain, yDomain, height = 322, aside, children } = props;
  const { xTick = short, yTick = short } = props;
  const { ref, width } = useElementSize();
  const widest = Math.max(...ticks(yDomain).map((tick) => yTick(tick).length));
  const box = { left: Math.max(28, 12 + widest * WIDEST_TICK), top: 10, right: width - 14, bottom: height - 34 };
  const scales = { x: linear(xDomain, [box.left, box.right]), y: linear(yDomain, [box.bottom, box.top]), box };
  return (
    <section className="plot">
      <header className="plot-head">
        <h3>{title}</h3>
        {aside}
      </header>
      <p className="plot-caption">{caption}</p>
      <div ref={ref} className="plot-body">
        {width > 80 && (
          <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
            <Axes scales={scales} xDomain={xDomain} yDomain={yDomain} xLabel={xLabel} xTick={xTick} yTick={yTick} />
            {children(scales)}
          </svg>
        )}
      </div>
    </section>
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
