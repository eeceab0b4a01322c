/** A chart with two axes: range-frame axes with a hairline grid, and room for what is drawn in it. */

import type { ReactNode } from "react";
import { layOutAxes, paintAxes } from "./axes";
import { ChartFrame, type ChartTable } from "./ChartFrame";
import { ChartShapes } from "./ChartShapes";
import type { Domain, Scale } from "./chartScale";
import type { Description } from "./description";

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

export function Plot(props: PlotProps) {
  const { title, caption, label, xLabel, xDomain, yDomain, height = 322, xTick, yTick } = props;
  const axes: Description = {
    // The name of a column is a text, whatever is in it.
    x: { ...(xLabel && { title: "{xLabel}" }), domain: xDomain, ...(xTick && { format: xTick }) },
    y: { domain: yDomain, ...(yTick && { format: yTick }) },
    marks: [],
  };
  return (
    <ChartFrame
      title={title}
      caption={caption}
      aside={props.aside}
      height={height}
      {...(props.table && { table: props.table })}
    >
      {({ width, height: tall }) => {
        const plot = layOutAxes(axes, { xLabel }, width, tall);
        return (
          <div className="plot-drawing">
            <svg width={width} height={tall} viewBox={`0 0 ${width} ${tall}`} role="img" aria-label={label}>
              <g className="plot-axes">
                <ChartShapes shapes={paintAxes(axes, plot, { xLabel })} />
              </g>
              {props.children(plot)}
            </svg>
            {props.over?.(plot)}
          </div>
        );
      }}
    </ChartFrame>
  );
}
