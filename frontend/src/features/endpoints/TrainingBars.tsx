/** The values of a column in the training data as bars, with the ends of their range, and where one value lies among them. */

import { formatShort } from "../../lib/format";
import { type AnswerInterval, placeAnswer } from "./sharedFormFacts";
import "./trainingBars.css";

const WIDTH = 600;
/** The highest bar leaves room for the line of the value above it. */
const SHARE = 0.82;

interface Props {
  bars: number[];
  low: number;
  high: number;
  value: number | null;
  /** The range that comes with an answer. */
  interval?: AnswerInterval | null;
  /** What a screen reader says; without it the words beside the bars say it. */
  label?: string;
  /** As tall as a chart, with a dot on the line; otherwise as small as a part of a field. */
  tall?: boolean;
}

export function TrainingBars({ bars, low, high, value, interval, label, tall }: Props) {
  const height = tall ? 108 : 44;
  const step = WIDTH / bars.length;
  const highest = Math.max(...bars, 1);
  const place = (one: number): number => placeAnswer({ low, high }, one) * WIDTH;
  return (
    <div className="training-bars" data-tall={tall || undefined}>
      <svg
        viewBox={`0 0 ${WIDTH} ${height}`}
        height={height}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
        aria-hidden={label === undefined}
      >
        {interval && (
          <rect
            className="training-interval"
            x={place(interval.low)}
            y={0}
            width={Math.max(1, place(interval.high) - place(interval.low))}
            height={height}
          />
        )}
        {bars.map((count, number) => {
          const rise = (count / highest) * height * SHARE;
          return <rect key={number} x={number * step} y={height - rise} width={step * 0.92} height={rise} />;
        })}
        {value !== null && <line x1={place(value)} x2={place(value)} y1={tall ? 6 : 2} y2={height} />}
      </svg>
      {tall && value !== null && (
        <i style={{ left: `${placeAnswer({ low, high }, value) * 100}%` }} aria-hidden="true" />
      )}
      <p aria-hidden="true">
        <span>{formatShort(low)}</span>
        <span>{formatShort(high)}</span>
      </p>
    </div>
  );
}
