/** The points of a scatter, or the cells that all rows are counted in. */

import type { Scatter } from "../../../api/apiTypes";
import type { PlotScales } from "../../../ui/charts/Plot";
import type { PointColors } from "./scatterColors";

const [SMALLEST, LARGEST] = [3, 15];

/** One path per color and size with a round cap per point: cheaper than thousands of circles. */
export function ScatterDots({ data, colors, scales }: { data: Scatter; colors: PointColors; scales: PlotScales }) {
  const many = data.x.length > 800;
  const sizes = computePointSizes(data.size, many ? 4 : 6);
  const paths = new Map<string, { color: string; size: number; path: string }>();
  data.x.forEach((x, at) => {
    const [color, size] = [colors.of(at), sizes(at)];
    const key = `${color} ${size}`;
    const group = paths.get(key) ?? { color, size, path: "" };
    group.path += `M${scales.x(x).toFixed(1)} ${scales.y(data.y[at]!).toFixed(1)}h0`;
    paths.set(key, group);
  });
  return [...paths].map(([key, { color, size, path }]) => (
    <path
      key={key}
      d={path}
      stroke={color}
      strokeWidth={size}
      strokeLinecap="round"
      strokeOpacity={many ? 0.55 : 0.75}
      fill="none"
    />
  ));
}

/** The area of a point grows with its value; in whole pixels, so that there are few paths. */
function computePointSizes(values: (number | null)[] | null, usual: number): (at: number) => number {
  if (!values) return () => usual;
  const present = values.filter((value): value is number => value !== null);
  const [low, high] = [Math.min(...present), Math.max(...present)];
  return (at) => {
    const value = values[at];
    if (value === null || value === undefined) return SMALLEST;
    return Math.round(SMALLEST + (LARGEST - SMALLEST) * Math.sqrt((value - low) / Math.max(1e-300, high - low)));
  };
}

export function ScatterDensity({ cells, scales }: { cells: NonNullable<Scatter["cells"]>; scales: PlotScales }) {
  const most = Math.max(...cells.counts.map((cell) => cell[2]!));
  return cells.counts.map(([across, up, rows]) => {
    const [left, right] = [scales.x(cells.x_edges[across!]!), scales.x(cells.x_edges[across! + 1]!)];
    const [bottom, top] = [scales.y(cells.y_edges[up!]!), scales.y(cells.y_edges[up! + 1]!)];
    return (
      <rect
        key={`${across} ${up}`}
        x={left}
        y={top}
        width={Math.max(0.5, right - left)}
        height={Math.max(0.5, bottom - top)}
        fill="var(--series-1)"
        fillOpacity={0.1 + 0.9 * (Math.log1p(rows!) / Math.log1p(most))}
      />
    );
  });
}
