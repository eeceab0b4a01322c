/** The form behind a link at work: after the first answer, each change of a field is answered by itself. */

import { Button } from "@mantine/core";
import { type FormEvent, useCallback, useEffect, useRef, useState } from "react";
import { answerForm, explainForm, type Prediction, type RequestRow, type SharedForm } from "../../api/endpoints";
import { formatMoment, formatPercent, formatShort } from "../../lib/format";
import { sharedFormTexts as texts } from "../../messages/sharedFormTexts";
import { parseRow, toFieldText } from "./endpointFacts";
import { type ExplainedAnswer, SharedAnswer } from "./SharedAnswer";
import { SharedFields } from "./SharedFields";
import "../../ui/textButton.css";
import "./sharedFormView.css";

/** A field that is still typed in is not asked for. */
const PAUSE = 350;

interface Props {
  form: SharedForm;
  token: string;
  /** The values that the link came with: they are answered at once. */
  sent: RequestRow | null;
}

export function SharedFormView({ form, token, sent }: Props) {
  const { columns, label } = form.signature;
  const fillIn = () => Object.fromEntries(columns.map(({ name }) => [name, toFieldText(form.example[name])]));
  const [fields, setFields] = useState<Record<string, string>>(() => {
    const filled = fillIn();
    for (const { name } of columns) if (sent && name in sent) filled[name] = toFieldText(sent[name]);
    return filled;
  });
  const row = parseRow(fields, columns);
  const { prediction, explanation, refusal, isBusy, ask, forget } = useAnswer(token, row);
  const isAsked = useRef(sent === null);
  useEffect(() => {
    if (isAsked.current || !row) return;
    isAsked.current = true;
    void ask(row);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (row) void ask(row);
  };
  const change = (column: string, text: string) => setFields((before) => ({ ...before, [column]: text }));
  return (
    <div className="shared-form">
      <div>
        <h1>{form.title}</h1>
        {form.text && <p className="shared-text">{form.text}</p>}
        <form onSubmit={submit} noValidate>
          <SharedFields form={form} fields={fields} warnings={prediction?.warnings ?? []} onChange={change} />
          <footer>
            <Button type="submit" size="md" loading={isBusy && !prediction} disabled={row === null}>
              {texts.predict}
            </Button>
            <button
              type="button"
              className="text-button"
              onClick={() => {
                setFields(fillIn());
                forget();
              }}
            >
              {texts.again}
            </button>
            {Object.keys(form.bars).length > 0 && <span>{texts.bars}</span>}
          </footer>
        </form>
      </div>
      <SharedAnswer
        token={token}
        label={label?.name ?? ""}
        known={form.answers}
        row={row ?? {}}
        prediction={prediction}
        explanation={explanation}
        refusal={refusal}
        onChange={change}
      />
      <p className="shared-facts">{listFacts(form).join(" · ")}</p>
    </div>
  );
}

function listFacts({ mean_error: error, accuracy, made_at: made }: SharedForm): string[] {
  const tested =
    error !== null
      ? [texts.error(formatShort(error))]
      : accuracy !== null
        ? [texts.accuracy(formatPercent(accuracy, 0))]
        : [];
  return [...tested, texts.made(formatMoment(made)), texts.kept];
}

/** The answer to the row in the fields. Once there is one, it follows the fields. */
function useAnswer(token: string, row: RequestRow | null) {
  const [prediction, setPrediction] = useState<Prediction | null>(null);
  const [explanation, setExplanation] = useState<ExplainedAnswer | null>(null);
  const [refusal, setRefusal] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const newest = useRef(0);
  const answered = useRef("");

  const ask = useCallback(
    async (asked: RequestRow) => {
      newest.current += 1;
      const mine = newest.current;
      answered.current = JSON.stringify(asked);
      setIsBusy(true);
      try {
        const found = await answerForm(token, asked);
        if (newest.current !== mine) return;
        setPrediction(found);
        setRefusal("");
        // An answer that can't be explained is an answer all the same.
        const why = await explainForm(token, asked).catch(() => null);
        if (newest.current === mine) setExplanation(why && { ...why, row: asked });
      } catch (error) {
        if (newest.current !== mine) return;
        setRefusal(error instanceof Error ? error.message : String(error));
        setPrediction(null);
      } finally {
        if (newest.current === mine) setIsBusy(false);
      }
    },
    [token],
  );

  const key = row && JSON.stringify(row);
  useEffect(() => {
    if (key === null || answered.current === "" || answered.current === key) return;
    const later = setTimeout(() => void ask(JSON.parse(key) as RequestRow), PAUSE);
    return () => clearTimeout(later);
  }, [key, ask]);

  const forget = () => {
    newest.current += 1;
    answered.current = "";
    setPrediction(null);
    setExplanation(null);
    setRefusal("");
    setIsBusy(false);
  };
  return { prediction, explanation, refusal, isBusy, ask, forget };
}
