/** What moved an answer: from the answer for typical values, step by step, to this one. */

import type { RowExplanation } from "../../api/endpoints";
import { sharedFormTexts } from "../../messages/sharedFormTexts";
import { formatAnswer, formatMove, listReasonSteps } from "./sharedFormFacts";
import "./reasonChart.css";

const texts = sharedFormTexts.reasons;
const [WIDTH, HEIGHT] = [240, 14];

export function ReasonChart({ explanation }: { explanation: RowExplanation }) {
  const steps = listReasonSteps(explanation);
  const ends = [explanation.typical, explanation.answer, ...steps.map(({ to }) => to)];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const scale = (value: number): number => (high > low ? ((value - low) / (high - low)) * WIDTH : WIDTH / 2);
  return (
    <section className="reasons">
      <h2>{texts.title}</h2>
      {steps.length === 0 ? (
        <p className="reasons-note">{texts.none}</p>
      ) : (
        <>
          <ol>
            <li title={texts.typicalHelp}>
              <span>{texts.typical}</span>
              <Mark at={scale(explanation.typical)} />
              <b>{formatAnswer(explanation, explanation.typical)}</b>
            </li>
            {steps.map(({ name, value, amount, from, to }) => (
              <li key={name} data-down={amount < 0 || undefined}>
                <span>
                  <strong>{name}</strong> {value}
                </span>
                <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
                  <rect
                    x={scale(Math.min(from, to))}
                    y={1}
                    width={Math.max(1, Math.abs(scale(to) - scale(from)))}
                    height={HEIGHT - 2}
                  />
                </svg>
                <b>{formatMove(explanation, amount)}</b>
              </li>
            ))}
            <li data-sum>
              <span>{texts.sum}</span>
              <Mark at={scale(explanation.answer)} />
              <b>{formatAnswer(explanation, explanation.answer)}</b>
            </li>
          </ol>
          <p className="reasons-note">
            {texts.typicalHelp} {explanation.exact ? texts.exact : texts.estimated(explanation.orders)}
          </p>
        </>
      )}
    </section>
  );
}

const Mark = ({ at }: { at: number }) => (
  <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
    <line x1={at} x2={at} y1={0} y2={HEIGHT} />
  </svg>
);
