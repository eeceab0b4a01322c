/** The answer for other values of one column, drawn across the training range; moving the dot changes the field. */

import type { AnswerCurve, RequestRow } from "../../api/endpoints";
import { formatShort } from "../../lib/format";
import { sharedFormTexts } from "../../messages/sharedFormTexts";
import type { ExplainedAnswer } from "./SharedAnswer";
import { findAnswerRange, formatAnswer, readCurve } from "./sharedFormFacts";

const texts = sharedFormTexts.whatIf;
const [WIDTH, HEIGHT] = [180, 72];
/** The slider has so many steps over the range. */
const STEPS = 100;

interface Props {
  explanation: ExplainedAnswer;
  row: RequestRow;
  onChange: (column: string, text: string) => void;
}

export function WhatIfCurves({ explanation, row, onChange }: Props) {
  const range = findAnswerRange(explanation.curves);
  return (
    <section className="what-if">
      <header>
        <h2>{texts.title}</h2>
        <span>{texts.help}</span>
      </header>
      <ul>
        {explanation.curves.map((curve) => (
          <CurveChart
            key={curve.column}
            curve={curve}
            range={range}
            value={row[curve.column] ?? null}
            known={row[curve.column] === explanation.row[curve.column] ? explanation.answer : null}
            format={(answer) => formatAnswer(explanation, answer)}
            onChange={(text) => onChange(curve.column, text)}
          />
        ))}
      </ul>
    </section>
  );
}

interface CurveChartProps {
  curve: AnswerCurve;
  range: [number, number];
  value: RequestRow[string];
  /** The answer itself where the value is the one that was asked for; between two points a curve is a guess. */
  known: number | null;
  format: (answer: number) => string;
  onChange: (text: string) => void;
}

function CurveChart({ curve, range: [bottom, top], value, known, format, onChange }: CurveChartProps) {
  const [low, high] = [curve.values[0] ?? 0, curve.values.at(-1) ?? 1];
  const toX = (one: number): number => ((one - low) / (high - low)) * WIDTH;
  const toY = (answer: number): number => HEIGHT - 6 - ((answer - bottom) / (top - bottom)) * (HEIGHT - 12);
  const points = curve.values.flatMap((one, place) => {
    const answer = curve.answers[place];
    return typeof answer === "number" ? [`${toX(one).toFixed(1)},${toY(answer).toFixed(1)}`] : [];
  });
  const held = typeof value === "number" ? Math.min(high, Math.max(low, value)) : low;
  const answer = known ?? readCurve(curve, held);
  const isWhole = curve.values.every(Number.isInteger);
  return (
    <li className="what-if-curve">
      <p>
        <b>{curve.column}</b>
        <span>
          {typeof value === "number" && formatShort(value)}
          {typeof value === "number" && answer !== null && <b> {texts.arrow(format(answer))}</b>}
        </span>
      </p>
      <div className="what-if-picture">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <polyline points={points.join(" ")} />
        </svg>
        {answer !== null && (
          <i style={{ left: `${(toX(held) / WIDTH) * 100}%`, top: `${(toY(answer) / HEIGHT) * 100}%` }} />
        )}
        <input
          type="range"
          aria-label={texts.change(curve.column)}
          aria-valuetext={answer === null ? undefined : `${formatShort(held)}: ${format(answer)}`}
          min={low}
          max={high}
          step={isWhole ? 1 : (high - low) / STEPS}
          value={held}
          onChange={(event) => onChange(toFieldNumber(Number(event.currentTarget.value), isWhole))}
        />
      </div>
      <p className="what-if-ends">
        <span>{formatShort(low)}</span>
        <span>{formatShort(high)}</span>
      </p>
    </li>
  );
}

/** As somebody would type it: no more digits than the slider has steps. */
const toFieldNumber = (value: number, isWhole: boolean): string =>
  String(isWhole ? Math.round(value) : Number(value.toPrecision(4)));
