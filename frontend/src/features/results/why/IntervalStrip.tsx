/** Values with their intervals on one axis: a dot, a band, and under it what it is. */

import { useElementSize } from "@mantine/hooks";
import { formatMetric, formatMove, type Metric } from "../../../lib/metrics";
import { computeTicks, createLinearScale } from "../../../ui/charts/chartScale";
import { measureText, truncateText } from "../../../ui/charts/textSize";

export interface IntervalMark {
  name: string;
  value: number | null;
  low: number | null;
  high: number | null;
  color: string;
}

interface Props {
  title: string;
  caption: string;
  metric: Metric;
  marks: IntervalMark[];
  /** Marks the place of no difference, and has values told as moves. */
  zero?: string;
}

const ROW = 26;
const TOP = 6;
/** Names stand left of the axis, values right of it. Names take at most so much of the width. */
const LEAST_NAMES = 96;
const LARGEST_NAME_SHARE = 0.46;
const FONT_SIZE = 13;
const VALUES = 56;

export function IntervalStrip({ title, caption, metric, marks, zero }: Props) {
  const { ref, width } = useElementSize();
  const shown = marks.filter(({ value }) => value !== null);
  const all = [...shown.flatMap(({ value, low, high }) => [value, low, high]), zero ? 0 : null];
  const known = all.filter((value): value is number => value !== null);
  const span = Math.max(...known) - Math.min(...known) || Math.abs(known[0] ?? 1) || 1;
  const domain: [number, number] = [Math.min(...known) - 0.04 * span, Math.max(...known) + 0.04 * span];
  const longest = 14 + Math.max(0, ...shown.map(({ name }) => measureText(name, FONT_SIZE)));
  const names = Math.max(LEAST_NAMES, Math.min(longest, width * LARGEST_NAME_SHARE));
  const x = createLinearScale(domain, [names, Math.max(names + 40, width - VALUES)]);
  const bottom = TOP + shown.length * ROW;
  const format = (value: number) => (zero ? formatMove(metric, value) : formatMetric(metric, value));
  return (
    <section className="why-strip">
      <header className="plot-head">
        <h3>{title}</h3>
        <span className="plot-caption">{caption}</span>
      </header>
      <div ref={ref}>
        {width > 0 && shown.length > 0 && (
          <svg width={width} height={bottom + 20} role="img" aria-label={describeMarks(title, shown, format)}>
            {computeTicks(domain, 4).map((tick) => (
              <g key={tick} className="why-tick">
                <path d={`M${x(tick)} ${TOP}V${bottom}`} />
                <text x={x(tick)} y={bottom + 14} textAnchor="middle">
                  {format(tick)}
                </text>
              </g>
            ))}
            {zero && <path d={`M${x(0)} ${TOP}V${bottom}`} className="why-zero" />}
            {shown.map((mark, row) => (
              <StripMark
                key={mark.name}
                mark={mark}
                x={x}
                y={TOP + (row + 0.5) * ROW}
                value={format(mark.value!)}
                right={width}
                room={names - 10}
              />
            ))}
          </svg>
        )}
      </div>
    </section>
  );
}

interface StripMarkProps {
  mark: IntervalMark;
  x: (value: number) => number;
  y: number;
  value: string;
  right: number;
  room: number;
}

function StripMark({ mark: { name, value, low, high, color }, x, y, value: words, right, room }: StripMarkProps) {
  return (
    <g>
      <title>{name}</title>
      <text x={0} y={y + 4} className="why-name">
        {truncateText(name, room, FONT_SIZE)}
      </text>
      {low !== null && high !== null && (
        <path
          d={`M${x(low)} ${y}H${x(high)}M${x(low)} ${y - 5}v10M${x(high)} ${y - 5}v10`}
          stroke={color}
          className="why-whisker"
        />
      )}
      <circle cx={x(value!)} cy={y} r={5} fill={color} />
      <text x={right} y={y + 4} textAnchor="end" className="why-value">
        {words}
      </text>
    </g>
  );
}

const describeMarks = (title: string, marks: IntervalMark[], format: (value: number) => string): string =>
  `${title}: ${marks
    .map(({ name, value, low, high }) => {
      const interval = low === null || high === null ? "" : ` (${format(low)} to ${format(high)})`;
      return `${name} ${format(value!)}${interval}`;
    })
    .join(", ")}`;
