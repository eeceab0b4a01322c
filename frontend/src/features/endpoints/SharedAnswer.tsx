/** What a shared form answers: the prediction, what moved it, and what it would be for other values. */

import type { Explanation, Prediction, RequestRow } from "../../api/endpoints";
import { sharedFormTexts as texts } from "../../messages/sharedFormTexts";
import { Refusal } from "../../ui/dialogs/Refusal";
import { ReasonChart } from "./ReasonChart";
import { describeValue, formatAnswer, isProbability, splitAnswer } from "./sharedFormFacts";
import { WhatIfCurves } from "./WhatIfCurves";
import "./sharedAnswer.css";

/** An explanation with the row that it is of: the fields may be further already. */
export interface ExplainedAnswer extends Explanation {
  row: RequestRow;
}

interface Props {
  label: string;
  row: RequestRow;
  prediction: Prediction | null;
  explanation: ExplainedAnswer | null;
  refusal: string;
  onChange: (column: string, text: string) => void;
}

export function SharedAnswer({ label, row, prediction, explanation, refusal, onChange }: Props) {
  const found = prediction && splitAnswer(prediction.rows[0] ?? {}, row);
  return (
    <section className="shared-answer" aria-label={texts.answer}>
      <div aria-live="polite" role="status">
        {!found && !refusal && <p className="shared-nothing">{texts.nothing}</p>}
        <Refusal words={refusal} />
        {found && (
          <>
            <small>{label || texts.answer}</small>
            <p className="shared-figure">
              <strong>{describeValue(found.main)}</strong>
              {explanation?.of && isProbability(explanation) && (
                <span>
                  {texts.probability(explanation.of)} {formatAnswer(explanation, explanation.answer)}
                </span>
              )}
            </p>
          </>
        )}
      </div>
      {found && !explanation?.of && found.rest.length > 0 && (
        <dl>
          {found.rest.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{describeValue(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      {found && explanation && <ReasonChart explanation={explanation} />}
      {found && explanation && explanation.curves.length > 0 && (
        <WhatIfCurves explanation={explanation} row={row} onChange={onChange} />
      )}
    </section>
  );
}
