/** What a shared form answers: the prediction, what moved it, and what it would be for other values. */

import { Button } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { toUrl } from "../../api/basePath";
import type { AnswerBars, Explanation, Prediction, RequestRow } from "../../api/endpoints";
import { formatShort } from "../../lib/format";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { sharedFormTexts as texts } from "../../messages/sharedFormTexts";
import { Refusal } from "../../ui/dialogs/Refusal";
import { ReasonChart } from "./ReasonChart";
import {
  type AnswerInterval,
  describeInterval,
  describeValue,
  formatAnswer,
  isProbability,
  splitAnswer,
  writeFormHash,
} from "./sharedFormFacts";
import { TrainingBars } from "./TrainingBars";
import { WhatIfCurves } from "./WhatIfCurves";
import "./sharedAnswer.css";

/** An explanation with the row that it is of: the fields may be further already. */
export interface ExplainedAnswer extends Explanation {
  row: RequestRow;
}

interface Props {
  token: string;
  label: string;
  /** How the true values were distributed in the training data. */
  known: AnswerBars | null;
  row: RequestRow;
  prediction: Prediction | null;
  explanation: ExplainedAnswer | null;
  refusal: string;
  onChange: (column: string, text: string) => void;
}

async function copyLink(token: string, row: RequestRow): Promise<void> {
  const link = new URL(toUrl(`/form#${writeFormHash(token, row)}`), window.location.href).href;
  try {
    await navigator.clipboard.writeText(link);
    notifyDone(texts.copied);
  } catch (error) {
    notifyFailure(error);
  }
}

export function SharedAnswer({ token, label, known, row, prediction, explanation, refusal, onChange }: Props) {
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
              {found.interval && <span>{describeInterval(found.interval)}</span>}
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
      {found && known && typeof found.main === "number" && (
        <AnswerPlace known={known} label={label || texts.answer} value={found.main} interval={found.interval} />
      )}
      {found && explanation && <ReasonChart explanation={explanation} />}
      {found && explanation && explanation.curves.length > 0 && (
        <WhatIfCurves explanation={explanation} row={row} onChange={onChange} />
      )}
      {found && (
        <Button
          variant="default"
          size="xs"
          className="shared-copy"
          leftSection={<IconLink size={14} stroke={1.7} />}
          onClick={() => void copyLink(token, row)}
        >
          {texts.copy}
        </Button>
      )}
    </section>
  );
}

interface PlaceProps {
  known: AnswerBars;
  label: string;
  value: number;
  interval: AnswerInterval | null;
}

/** Where an answer lies among the true values of the training data. */
function AnswerPlace({ known: { low, high, bars, rows }, label, value, interval }: PlaceProps) {
  const isOutside = value < low || value > high;
  return (
    <figure className="shared-place">
      <TrainingBars
        tall
        bars={bars}
        low={low}
        high={high}
        value={value}
        interval={interval}
        label={texts.placeLabel(formatShort(value), label, formatShort(low), formatShort(high))}
      />
      <figcaption>
        <b>{texts.place(label, formatShort(rows))}</b>
        {isOutside ? texts.outside : texts.placeHelp}.
      </figcaption>
    </figure>
  );
}
