/** How strongly columns of numbers go together, pair by pair; a pressed cell shows its scatter. */

import { type KeyboardEvent, useState } from "react";
import type { Correlation } from "../../../api/apiTypes";
import { formatCount, formatFixed } from "../../../lib/format";
import { exploreTexts as texts } from "../../../messages/chartTexts";
import { ChartFrame } from "../../../ui/charts/ChartFrame";
import type { ColumnPair, ExploredTable } from "./Explore";
import { useCorrelation } from "./exploreQueries";

/** A cell this wide holds its number. */
const ROOMY = 34;
const [LEAST, MOST] = [14, 46];
const NAMES = 150;

export function CorrelationMap({ place, selection, onPair }: ExploredTable & { onPair: (pair: ColumnPair) => void }) {
  const { data, error } = useCorrelation(place.artifact, selection);
  if (error) return <p className="results-message">{error.message}</p>;
  if (!data) return <p className="results-message">{texts.counting}</p>;
  if (data.columns.length < 2) return <p className="results-message">{texts.correlationNone}</p>;
  return <CorrelationHeatMap data={data} onPair={onPair} />;
}

function getCorrelationCaption({ columns, rows, used, left_out }: Correlation): string {
  return [
    texts.correlationCaption(formatCount(columns.length)),
    used < rows ? texts.correlationSample(formatCount(used), formatCount(rows)) : null,
    left_out > 0 ? texts.correlationLeftOut(formatCount(left_out)) : null,
  ]
    .filter(Boolean)
    .join(", ");
}

const formatCorrelation = (r: number | null | undefined): string =>
  r === null || r === undefined ? "n/a" : formatFixed(r, 2);

function CorrelationHeatMap({ data, onPair }: { data: Correlation; onPair: (pair: ColumnPair) => void }) {
  const [active, setActive] = useState<[number, number]>([1, 0]);
  const { columns, matrix } = data;
  const size = columns.length;
  const sideFor = (width: number) => Math.max(LEAST, Math.min(MOST, (width - NAMES - 90) / size));
  const pairOf = ([row, column]: [number, number]): ColumnPair => ({ x: columns[column]!, y: columns[row]! });
  const words = texts.correlationCell(
    columns[active[0]]!,
    columns[active[1]]!,
    formatCorrelation(matrix[active[0]]![active[1]]),
  );
  const press = (event: KeyboardEvent) => {
    const [down, right] = [
      { ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0,
      { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0,
    ];
    if (event.key === "Enter") onPair(pairOf(active));
    else if (down === 0 && right === 0) return;
    const inside = (value: number) => Math.max(0, Math.min(size - 1, value));
    setActive([inside(active[0] + down), inside(active[1] + right)]);
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="correlation">
      <ChartFrame
        title={texts.correlationTitle}
        caption={`${getCorrelationCaption(data)}. ${texts.showPair}`}
        height={size * MOST + NAMES}
        table={() => ({ columns: ["", ...columns], rows: matrix.map((line, at) => [columns[at]!, ...line]) })}
      >
        {({ width }) => (
          <div
            role="group"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by arrow keys
            tabIndex={0}
            className="correlation-cells"
            aria-label={words}
            onKeyDown={press}
          >
            <CorrelationCells
              data={data}
              side={sideFor(width)}
              width={width}
              active={active}
              onActive={setActive}
              onPair={(at) => onPair(pairOf(at))}
            />
          </div>
        )}
      </ChartFrame>
      <p className="plot-caption" role="status">
        {words}
      </p>
    </div>
  );
}

interface CorrelationCellsProps {
  data: Correlation;
  side: number;
  width: number;
  active: [number, number];
  onActive: (at: [number, number]) => void;
  onPair: (at: [number, number]) => void;
}

function CorrelationCells({ data: { columns, matrix }, side, width, active, onActive, onPair }: CorrelationCellsProps) {
  const longest = Math.max(...columns.map((name) => name.length));
  const top = Math.min(110, 12 + longest * 4.6);
  const left = Math.min(NAMES, 12 + longest * 6.6);
  const height = top + columns.length * side + 6;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={texts.correlationTitle}
    >
      {columns.map((name, at) => (
        <g key={name}>
          <text x={left - 8} y={top + at * side + side / 2 + 4} textAnchor="end">
            {cutName(name)}
          </text>
          <text transform={`translate(${left + at * side + side / 2 + 3} ${top - 7}) rotate(-45)`}>
            {cutName(name)}
          </text>
        </g>
      ))}
      {matrix.map((line, row) =>
        line.map((r, column) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the same is done by arrow keys and Enter on the group
          <g
            key={`${row} ${column}`}
            className="correlation-cell"
            transform={`translate(${left + column * side} ${top + row * side})`}
            onPointerEnter={() => onActive([row, column])}
            onClick={() => row !== column && onPair([row, column])}
          >
            <rect
              width={side - 1.5}
              height={side - 1.5}
              fill={getCorrelationColor(r)}
              data-active={(row === active[0] && column === active[1]) || undefined}
            />
            {side >= ROOMY && row !== column && (
              <text x={side / 2} y={side / 2 + 4} textAnchor="middle" className="correlation-number">
                {r === null ? "" : formatFixed(r, 2).replace(/^(\u2212?)0/, "$1")}
              </text>
            )}
          </g>
        )),
      )}
    </svg>
  );
}

const cutName = (name: string): string => (name.length > 20 ? `${name.slice(0, 19)}…` : name);

/** One hue for rising together, the other for falling; paler the weaker. */
function getCorrelationColor(r: number | null): string {
  if (r === null) return "var(--well)";
  const hue = r > 0 ? "var(--series-1)" : "var(--series-2)";
  return `color-mix(in srgb, ${hue} ${(Math.abs(r) * 62).toFixed(0)}%, var(--cm-0))`;
}
