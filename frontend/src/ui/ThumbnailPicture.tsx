/** The small picture of what flows out of a node, drawn from the few numbers of its glance. 44 x 42. */

import { memo } from "react";
import type { Thumbnail } from "../api/apiTypes";

export const THUMBNAIL_WIDTH = 44;
export const THUMBNAIL_HEIGHT = 42;

interface Props {
  glance: Thumbnail;
  width?: number;
  height?: number;
}

export const ThumbnailPicture = memo(function Plate({
  glance,
  width = THUMBNAIL_WIDTH,
  height = THUMBNAIL_HEIGHT,
}: Props) {
  return (
    <svg
      data-picture
      width={width}
      height={height}
      viewBox={`0 0 ${THUMBNAIL_WIDTH} ${THUMBNAIL_HEIGHT}`}
      aria-hidden="true"
    >
      {renderThumbnail(glance)}
    </svg>
  );
});

/** The shapes of a picture, as elements without a hook among them. */
export function renderThumbnail(glance: Thumbnail): React.ReactNode {
  switch (glance.kind) {
    case "histograms":
      return <Histograms columns={glance.columns} />;
    case "split":
      return <SplitBars bars={glance.bars} share={glance.share} />;
    case "weights":
      return <WeightBars values={glance.values} />;
    case "importances":
      return <ImportanceBars values={glance.values} />;
    case "curve":
      return <RocCurves series={glance.series} />;
    case "scatter":
      return <ScatterPoints points={glance.points} />;
    case "matrix":
      return <MatrixCells cells={glance.cells} />;
    case "history":
      return <TrainingHistory series={glance.series} />;
    case "images":
      return (
        <image href={`data:image/png;base64,${glance.png}`} x="1" width={THUMBNAIL_HEIGHT} height={THUMBNAIL_HEIGHT} />
      );
    case "rules":
      return <RuleLines count={glance.count} />;
    case "clusters":
      return <ClusterPoints points={glance.points} />;
    case "threshold":
      return <ThresholdBars bars={glance.bars} cut={glance.cut} />;
  }
}

/** One path for all bars: a thousand cards with four histograms each stay cheap. */
export function toBarsPath(bars: number[], x: number, y: number, width: number, height: number): string {
  const step = width / bars.length;
  const gap = Math.min(1, step * 0.25);
  return bars
    .map((bar, index) => {
      if (!(bar > 0 && Number.isFinite(bar))) return "";
      const tall = Math.max(1, Math.min(1, bar) * height);
      return `M${roundCoordinate(x + index * step)} ${roundCoordinate(y + height - tall)}h${roundCoordinate(step - gap)}v${roundCoordinate(tall)}h${roundCoordinate(gap - step)}z`;
    })
    .join("");
}

function Histograms({ columns }: { columns: { name: string; bars: number[] }[] }) {
  const shown = columns.slice(0, 4);
  const alone = shown.length === 1;
  const [wide, tall] = alone ? [THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT - 2] : [20, 16];
  const places = shown.map((_, index) => ({
    x: alone ? 0 : (index % 2) * 24,
    y: alone ? 0 : shown.length === 2 ? 13 : Math.floor(index / 2) * 24,
  }));
  return (
    <>
      <path
        fill="var(--bar)"
        d={shown.map((c, i) => toBarsPath(c.bars, places[i]!.x, places[i]!.y, wide, tall)).join("")}
      />
      <path stroke="var(--hairline-strong)" d={places.map(({ x, y }) => `M${x} ${y + tall + 0.5}h${wide}`).join("")} />
    </>
  );
}

function SplitBars({ bars, share }: { bars: number[]; share: number }) {
  const cut = roundCoordinate(Math.min(0.96, Math.max(0.04, share)) * THUMBNAIL_WIDTH);
  return (
    <>
      <path fill="var(--bar)" d={toBarsPath(bars, 0, 0, THUMBNAIL_WIDTH, 24)} />
      <path stroke="var(--hairline-strong)" d="M0 24.5h44" />
      <rect x="0" y="33" width={cut} height="6" fill="var(--ink-2)" />
      <rect x={cut + 1} y="33.5" width={Math.max(0, 42.5 - cut)} height="5" fill="none" stroke="var(--ink-2)" />
    </>
  );
}

function WeightBars({ values }: { values: number[] }) {
  const shown = values.slice(0, 6);
  const negative = Math.max(0, ...shown.map((value) => -value));
  const positive = Math.max(0, ...shown.map((value) => value));
  const scale = THUMBNAIL_WIDTH / (negative + positive || 1);
  const zero = negative * scale;
  const bars = shown.map((value, row) => ({
    x: roundCoordinate(value < 0 ? zero + value * scale : zero),
    y: 1 + row * 7,
    width: roundCoordinate(Math.max(1, Math.abs(value) * scale)),
  }));
  return (
    <>
      <path fill="var(--series-2)" d={bars.map(({ x, y, width }) => `M${x} ${y}h${width}v4.6h${-width}z`).join("")} />
      <path stroke="var(--hairline-strong)" d={`M${roundCoordinate(Math.min(43.5, Math.max(0.5, zero)))} 0v42`} />
    </>
  );
}

function ImportanceBars({ values }: { values: number[] }) {
  const shown = values.slice(0, 6);
  const most = Math.max(...shown, 1e-9);
  const widths = shown.map((value) => roundCoordinate(Math.max(1, (value / most) * (THUMBNAIL_WIDTH - 2))));
  return (
    <>
      <path
        fill="var(--series-2)"
        d={widths.map((width, row) => `M.5 ${1 + row * 7}h${width}v4.6h${-width}z`).join("")}
      />
      <path stroke="var(--hairline-strong)" d="M.5 0v42" />
    </>
  );
}

function RocCurves({ series }: { series: [number, number][][] }) {
  return (
    <>
      <path fill="none" stroke="var(--hairline-strong)" d="M.5 0v41.5H44M.5 41.5L44 0" />
      {series.slice(0, 2).map((points, index) => (
        <path
          key={index}
          fill="none"
          stroke={`var(--series-${index + 1})`}
          strokeWidth="1.8"
          strokeLinejoin="round"
          d={`M${points.map(([x, y]) => `${roundCoordinate(0.5 + x * 43)} ${roundCoordinate(41.5 - y * 40.5)}`).join("L")}`}
        />
      ))}
    </>
  );
}

function TrainingHistory({ series }: { series: number[][] }) {
  const at = (values: number[]) => (value: number, place: number) =>
    `${roundCoordinate(1.5 + (place * 42) / Math.max(1, values.length - 1))} ${roundCoordinate(38.5 - value * 36)}`;
  return (
    <>
      <path fill="none" stroke="var(--hairline-strong)" d="M.5 0v41.5H44" />
      {series.slice(0, 2).map((values, index) => (
        <path
          key={index}
          fill="none"
          stroke={`var(--series-${index + 1})`}
          strokeWidth="1.8"
          strokeLinejoin="round"
          d={`M${values.map(at(values)).join("L")}`}
        />
      ))}
    </>
  );
}

function ScatterPoints({ points }: { points: [number, number][] }) {
  const dot = "h0";
  const at = ([x, y]: [number, number]) => `M${roundCoordinate(1.5 + x * 41)} ${roundCoordinate(40.5 - y * 39)}${dot}`;
  return (
    <>
      <path stroke="var(--hairline-strong)" d="M0 42L44 0" />
      <path
        stroke="var(--series-1)"
        strokeWidth="2.3"
        strokeLinecap="round"
        strokeOpacity="0.8"
        d={points.slice(0, 60).map(at).join("")}
      />
    </>
  );
}

function MatrixCells({ cells }: { cells: number[][] }) {
  const rows = cells.slice(0, 6);
  const side = THUMBNAIL_HEIGHT / rows.length;
  return rows.map((row, r) =>
    row
      .slice(0, 6)
      .map((share, c) => (
        <rect
          key={`${r} ${c}`}
          x={roundCoordinate(1 + c * side)}
          y={roundCoordinate(r * side)}
          width={roundCoordinate(side - 1)}
          height={roundCoordinate(side - 1)}
          rx="1"
          fill={r === c ? "var(--series-1)" : "var(--series-2)"}
          fillOpacity={0.08 + 0.9 * Math.min(1, Math.max(0, share))}
        />
      )),
  );
}

function RuleLines({ count }: { count: number }) {
  const rows = Math.min(6, Math.max(1, count));
  const top = (THUMBNAIL_HEIGHT - (rows * 7 - 2)) / 2;
  return Array.from({ length: rows }, (_, row) => {
    const y = top + row * 7 + 2.5;
    return (
      <g key={row} stroke="var(--port-transformation)" strokeWidth="1.6" fill="none" strokeLinecap="round">
        <path d={`M3 ${roundCoordinate(y)}h11`} />
        <path d={`M19 ${roundCoordinate(y)}h5m-2-2l2 2-2 2`} strokeWidth="1.1" />
        <path d={`M29 ${roundCoordinate(y)}h${row % 2 ? 8 : 12}`} />
      </g>
    );
  });
}

/** One path for each color; noise is gray. */
function ClusterPoints({ points }: { points: [number, number, number][] }) {
  const colors = [...new Set(points.map(([, , cluster]) => getClusterColor(cluster)))];
  return colors.map((color) => (
    <path
      key={color}
      stroke={color}
      strokeWidth="3"
      strokeLinecap="round"
      strokeOpacity="0.85"
      d={points
        .filter(([, , cluster]) => getClusterColor(cluster) === color)
        .map(([x, y]) => `M${roundCoordinate(2 + x * 40)} ${roundCoordinate(40 - y * 38)}h0`)
        .join("")}
    />
  ));
}

const getClusterColor = (cluster: number): string =>
  cluster < 0 ? "var(--bar)" : `var(--series-${(cluster % 6) + 1})`;

function ThresholdBars({ bars, cut }: { bars: number[]; cut: number }) {
  const before = bars.map((bar, at) => ((at + 0.5) / bars.length < cut ? bar : 0));
  const after = bars.map((bar, at) => ((at + 0.5) / bars.length < cut ? 0 : bar));
  return (
    <>
      <path fill="var(--bar)" d={toBarsPath(before, 0, 0, THUMBNAIL_WIDTH, 40)} />
      <path fill="var(--series-2)" d={toBarsPath(after, 0, 0, THUMBNAIL_WIDTH, 40)} />
      <path stroke="var(--hairline-strong)" d="M0 40.5h44" />
      <path stroke="var(--ink)" strokeWidth="1.4" d={`M${roundCoordinate(cut * THUMBNAIL_WIDTH)} 0v41`} />
    </>
  );
}

const roundCoordinate = (value: number): number => Math.round(value * 100) / 100;
