/** Where an answer lies among the true values of the training data, with the range that comes with it. */

import type { AnswerBars } from "../../api/endpoints";
import { formatShort } from "../../lib/format";
import { sharedFormTexts as texts } from "../../messages/sharedFormTexts";
import { type AnswerInterval, placeAnswer } from "./sharedFormFacts";
import "./answerHistogram.css";

const [WIDTH, HEIGHT] = [600, 100];

interface Props {
  known: AnswerBars;
  label: string;
  value: number;
  interval: AnswerInterval | null;
}

export function AnswerHistogram({ known, label, value, interval }: Props) {
  const { low, high, bars, rows } = known;
  const step = WIDTH / bars.length;
  const highest = Math.max(...bars, 1);
  const place = (one: number): number => placeAnswer(known, one) * WIDTH;
  const isOutside = value < low || value > high;
  return (
    <figure className="answer-bars">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={texts.placeLabel(formatShort(value), label || texts.answer, formatShort(low), formatShort(high))}
      >
        {interval && (
          <rect
            className="answer-range"
            x={place(interval.low)}
            y={0}
            width={Math.max(1, place(interval.high) - place(interval.low))}
            height={HEIGHT}
          />
        )}
        {bars.map((height, number) => {
          const tall = (height / highest) * (HEIGHT - 18);
          return <rect key={number} x={number * step} y={HEIGHT - tall} width={step * 0.92} height={tall} />;
        })}
        <line x1={place(value)} x2={place(value)} y1={6} y2={HEIGHT} />
      </svg>
      <i style={{ left: `${placeAnswer(known, value) * 100}%` }} aria-hidden="true" />
      <p aria-hidden="true">
        <span>{formatShort(low)}</span>
        <span>{formatShort(high)}</span>
      </p>
      <figcaption>
        <b>{texts.place(label || texts.answer, formatShort(rows))}</b>
        {isOutside ? texts.outside : texts.placeHelp}.
      </figcaption>
    </figure>
  );
}
