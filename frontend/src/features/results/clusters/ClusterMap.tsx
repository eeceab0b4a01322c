/** Clusters as points of a plane, each in its colour, with its number at its centre. */

import { useMemo } from "react";
import { formatCount, formatPercent } from "../../../lib/format";
import { clusterTexts as texts } from "../../../messages/clusterTexts";
import { computeExtent } from "../../../ui/charts/chartScale";
import { Plot, type PlotScales } from "../../../ui/charts/Plot";
import { getClusterSeriesColor } from "./clusterColors";

interface Props {
  /** Across, up, cluster. */
  points: [number, number, number][];
  /** All rows, of which the points are a sample. */
  rows: number;
  axes: number[];
  clusters: { cluster: number; rows: number; center?: [number, number] }[];
  height?: number;
}

export function ClusterMap({ points, rows, axes, clusters, height = 380 }: Props) {
  const centers = useMemo(
    () => clusters.map((item) => item.center ?? computeMiddle(points, item.cluster)),
    [clusters, points],
  );
  const [first = 0, second = 0] = axes;
  const across = [...points.map((point) => point[0]), ...centers.map((center) => center[0])];
  const up = [...points.map((point) => point[1]), ...centers.map((center) => center[1])];
  return (
    <Plot
      title={texts.map.title}
      caption={
        points.length < rows ? texts.map.sampled(formatCount(points.length), formatCount(rows)) : texts.map.caption
      }
      label={texts.map.label(formatCount(clusters.length), formatCount(rows))}
      xLabel={texts.map.x(formatPercent(first, 0))}
      xDomain={computeExtent(across, 0.06)}
      yDomain={computeExtent(up, 0.08)}
      height={height}
    >
      {(scales) => (
        <>
          <ClusterMapPoints points={points} scales={scales} />
          {clusters.map(({ cluster, rows: size }, at) => (
            <ClusterCenter key={cluster} cluster={cluster} size={size} at={centers[at]!} scales={scales} />
          ))}
          {second > 0 && (
            <text x={scales.box.left + 4} y={scales.box.top + 8} className="plot-axis-label">
              {texts.map.y(formatPercent(second, 0))}
            </text>
          )}
        </>
      )}
    </Plot>
  );
}

/** One path per colour with a round cap per point: cheaper than a thousand circles. */
function ClusterMapPoints({ points, scales }: { points: Props["points"]; scales: PlotScales }) {
  const groups = useMemo(() => {
    const byColor = new Map<string, Props["points"]>();
    for (const point of points) {
      const color = getClusterSeriesColor(point[2]);
      byColor.set(color, [...(byColor.get(color) ?? []), point]);
    }
    return [...byColor];
  }, [points]);
  return groups.map(([color, members]) => (
    <path
      key={color}
      d={members.map(([x, y]) => `M${scales.x(x).toFixed(1)} ${scales.y(y).toFixed(1)}h0`).join("")}
      stroke={color}
      strokeWidth={points.length > 500 ? 4.5 : 6}
      strokeLinecap="round"
      strokeOpacity={0.6}
      fill="none"
    />
  ));
}

interface ClusterCenterProps {
  cluster: number;
  size: number;
  at: [number, number];
  scales: PlotScales;
}

function ClusterCenter({ cluster, size, at: [x, y], scales }: ClusterCenterProps) {
  const [left, top] = [scales.x(x), scales.y(y)];
  return (
    <g className="cluster-center">
      <circle cx={left} cy={top} r={11} stroke={getClusterSeriesColor(cluster)} />
      <text x={left} y={top + 4.5} textAnchor="middle" className="cluster-number">
        {cluster}
      </text>
      <title>{`${texts.cluster(cluster)}: ${formatCount(size)}`}</title>
    </g>
  );
}

/** The mean of the points of a cluster that are drawn. */
function computeMiddle(points: Props["points"], cluster: number): [number, number] {
  const own = points.filter((point) => point[2] === cluster);
  const mean = (axis: 0 | 1) => own.reduce((sum, point) => sum + point[axis], 0) / Math.max(1, own.length);
  return [mean(0), mean(1)];
}
