/** The small picture of what flows out of a node, drawn from the few numbers of its glance. 44 x 42. */

import { memo } from "react";
import type { Glance } from "../api/types";

export const WIDTH = 44;
export const HEIGHT = 42;

interface Props {
  glance: Glance;
  width?: number;
  height?: number;
}

export const Plate = memo(function Plate({ glance, width = WIDTH, height = HEIGHT }: Props) {
  return (
    <svg className="plate-picture" width={width} height={height} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {picture(glance)}
    </svg>
  );
});

/** The shapes of a picture, as elements without a hook among them. */
export function picture(glance: Glance): React.ReactNode {
  switch (glance.kind) {
    case "histograms":
      return <Histograms columns={glance.columns} />;
    case "split":
      return <Split bars={glance.bars} share={glance.share} />;
    case "weights":
      return <Weights values={glance.values} />;
    case "importances":
      return <Importances values={glance.values} />;
    case "curve":
      return <Curves series={glance.series} />;
    case "scatter":
      return <Scatter points={glance.points} />;
    case "matrix":
      return <Matrix cells={glance.cells} />;
    case "history":
      return <History series={glance.series} />;
    case "images":
      return <image href={`data:image/png;base64,${glance.png}`} x="1" width={HEIGHT} height={HEIGHT} />;
    case "rules":
      return <Rules count={glance.count} />;
    case "clusters":
      return <Clusters points={glance.points} />;
    case "threshold":
      return <Threshold bars={glance.bars} cut={glance.cut} />;
  }
}

/** One path for all bars: a thousand cards with four histograms each stay cheap. */
function barsPath(bars: number[], x: number, y: number, width: number, height: number): string {
  const step = width / bars.length;
  const gap = Math.min(1, step * 0.25);
  return bars
    .filter((bar) => Number.isFinite(bar))
    .map((bar, index) => {
      const tall = bar <= 0 ? 0 : Math.max(1, bar * height);
      return `M${round(x + index * step)} ${round(y + height - tall)}h${round(step - gap)}v${round(tall)}h${round(gap - step)}z`;
    })
    .join("");
}

function Histograms({ columns }: { columns: { name: string; bars: number[] }[] }) {
  const shown = columns.slice(0, 4);
  const alone = shown.length === 1;
  const [wide, tall] = alone ? [WIDTH, HEIGHT - 2] : [20, 16];
  const places = shown.map((_, index) => ({
    x: alone ? 0 : (index % 2) * 24,
    y: alone ? 0 : shown.length === 2 ? 13 : Math.floor(index / 2) * 24,
  }));
  return (
    <>
      <path
        fill="var(--bar)"
        d={shown.map((c, i) => barsPath(c.bars, places[i]!.x, places[i]!.y, wide, tall)).join("")}
      />
      <path stroke="var(--hairline-strong)" d={places.map(({ x, y }) => `M${x} ${y + tall + 0.5}h${wide}`).join("")} />
    </>
  );
}

function Split({ bars, share }: { bars: number[]; share: number }) {
  const cut = round(Math.min(0.96, Math.max(0.04, share)) * WIDTH);
  return (
    <>
      <path fill="var(--bar)" d={barsPath(bars, 0, 0, WIDTH, 24)} />
      <path stroke="var(--hairline-strong)" d="M0 24.5h44" />
      <rect x="0" y="33" width={cut} height="6" fill="var(--ink-2)" />
      <rect x={cut + 1} y="33.5" width={Math.max(0, 42.5 - cut)} height="5" fill="none" stroke="var(--ink-2)" />
    </>
  );
}

function Weights({ values }: { values: number[] }) {
  const shown = values.slice(0, 6);
  const negative = Math.max(0, ...shown.map((value) => -value));
  const positive = Math.max(0, ...shown.map((value) => value));
  const scale = WIDTH / (negative + positive || 1);
  const zero = negative * scale;
  const bars = shown.map((value, row) => ({
    x: round(value < 0 ? zero + value * scale : zero),
    y: 1 + row * 7,
    width: round(Math.max(1, Math.abs(value) * scale)),
  }));
  return (
    <>
      <path fill="var(--series-2)" d={bars.map(({ x, y, width }) => `M${x} ${y}h${width}v4.6h${-width}z`).join("")} />
      <path stroke="var(--hairline-strong)" d={`M${round(Math.min(43.5, Math.max(0.5, zero)))} 0v42`} />
    </>
  );
}

function Importances({ values }: { values: number[] }) {
  const shown = values.slice(0, 6);
  const most = Math.max(...shown, 1e-9);
  const widths = shown.map((value) => round(Math.max(1, (value / most) * (WIDTH - 2))));
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

function Curves({ series }: { series: [number, number][][] }) {
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
          d={`M${points.map(([x, y]) => `${round(0.5 + x * 43)} ${round(41.5 - y * 40.5)}`).join("L")}`}
        />
      ))}
    </>
  );
}

function History({ series }: { series: number[][] }) {
  const at = (values: number[]) => (value: number, place: number) =>
    `${round(1.5 + (place * 42) / Math.max(1, values.length - 1))} ${round(38.5 - value * 36)}`;
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

function Scatter({ points }: { points: [number, number][] }) {
  const dot = "h0";
  const at = ([x, y]: [number, number]) => `M${round(1.5 + x * 41)} ${round(40.5 - y * 39)}${dot}`;
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

function Matrix({ cells }: { cells: number[][] }) {
  const rows = cells.slice(0, 6);
  const side = HEIGHT / rows.length;
  return rows.map((row, r) =>
    row
      .slice(0, 6)
      .map((share, c) => (
        <rect
          key={`${r} ${c}`}
          x={round(1 + c * side)}
          y={round(r * side)}
          width={round(side - 1)}
          height={round(side - 1)}
          rx="1"
          fill={r === c ? "var(--series-1)" : "var(--series-2)"}
          fillOpacity={0.08 + 0.9 * Math.min(1, Math.max(0, share))}
        />
      )),
  );
}

function Rules({ count }: { count: number }) {
  const rows = Math.min(6, Math.max(1, count));
  const top = (HEIGHT - (rows * 7 - 2)) / 2;
  return Array.from({ length: rows }, (_, row) => {
    const y = top + row * 7 + 2.5;
    return (
      <g key={row} stroke="var(--port-transformation)" strokeWidth="1.6" fill="none" strokeLinecap="round">
        <path d={`M3 ${round(y)}h11`} />
        <path d={`M19 ${round(y)}h5m-2-2l2 2-2 2`} strokeWidth="1.1" />
        <path d={`M29 ${round(y)}h${row % 2 ? 8 : 12}`} />
      </g>
    );
  });
}

/** One path for each colour; noise is grey. */
function Clusters({ points }: { points: [number, number, number][] }) {
  const colors = [...new Set(points.map(([, , cluster]) => clusterColor(cluster)))];
  return colors.map((color) => (
    <path
      key={color}
      stroke={color}
      strokeWidth="3"
      strokeLinecap="round"
      strokeOpacity="0.85"
      d={points
        .filter(([, , cluster]) => clusterColor(cluster) === color)
        .map(([x, y]) => `M${round(2 + x * 40)} ${round(40 - y * 38)}h0`)
        .join("")}
    />
  ));
}

const clusterColor = (cluster: number): string => (cluster < 0 ? "var(--bar)" : `var(--series-${(cluster % 6) + 1})`);

function Threshold({ bars, cut }: { bars: number[]; cut: number }) {
  const before = bars.map((bar, at) => ((at + 0.5) / bars.length < cut ? bar : 0));
  const after = bars.map((bar, at) => ((at + 0.5) / bars.length < cut ? 0 : bar));
  return (
    <>
      <path fill="var(--bar)" d={barsPath(before, 0, 0, WIDTH, 40)} />
      <path fill="var(--series-2)" d={barsPath(after, 0, 0, WIDTH, 40)} />
      <path stroke="var(--hairline-strong)" d="M0 40.5h44" />
      <path stroke="var(--ink)" strokeWidth="1.4" d={`M${round(cut * WIDTH)} 0v41`} />
    </>
  );
}

const round = (value: number): number => Math.round(value * 100) / 100;
