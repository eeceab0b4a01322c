/** A chart that is drawn from its description, with the frame that every chart has. */

import { type ReactNode, useMemo } from "react";
import type { PlotArea } from "./axes";
import { ChartFrame } from "./ChartFrame";
import { ChartShapes } from "./ChartShapes";
import type { Description } from "./description";
import { buildTable, computeNames, describeChart, paintChart } from "./painter";
import type { Scope } from "./values";

interface DescribedChartProps {
  /** One of `descriptions`. Files are read as they are, and a test paints each of them. */
  description: unknown;
  /** What its expressions speak of: the fields of a view, as a rule. */
  data: object;
  /** Right of the title: a switch between curves, for example. */
  aside?: ReactNode;
  className?: string;
  /** In the place of the usual height. */
  height?: number;
  /** Drawn over the chart, outside the picture: what the pointer does. */
  over?: (plot: PlotArea) => ReactNode;
}

export function DescribedChart({
  description: file,
  data: known,
  aside,
  className,
  height,
  over,
}: DescribedChartProps) {
  const [description, data] = [file as Description, known as Scope];
  const about = useMemo(() => describeChart(description, computeNames(description, data)), [description, data]);
  if (!about.drawn) return null;
  return (
    <ChartFrame
      title={about.title}
      caption={about.caption}
      height={height ?? about.height}
      {...(aside !== undefined && { aside })}
      {...(className && { className })}
      {...(description.table && { table: () => buildTable(description, data) })}
    >
      {({ width, height }) => <ChartPicture {...{ description, data, width, height, over }} />}
    </ChartFrame>
  );
}

interface ChartPictureProps {
  description: Description;
  data: Scope;
  width: number;
  height: number;
  over?: ((plot: PlotArea) => ReactNode) | undefined;
}

function ChartPicture({ description, data, width, height, over }: ChartPictureProps) {
  const picture = useMemo(() => paintChart(description, data, width, height), [description, data, width, height]);
  return (
    <div className="plot-drawing">
      <svg
        className="chart-picture"
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={picture.label}
      >
        <ChartShapes shapes={picture.shapes} />
      </svg>
      {over?.(picture.plot)}
    </div>
  );
}
