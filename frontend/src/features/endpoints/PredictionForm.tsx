/** A row to try the endpoint with: a field for each column of the signature, and what the version answers. */

import { Button, Select, TextInput } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { type FormEvent, useRef, useState } from "react";
import {
  type Deployment,
  type Endpoint,
  type Finding,
  type Prediction,
  type RequestRow,
  type RequestValue,
  type RowExplanation,
  type SignatureFacts,
  tryDeployment,
} from "../../api/endpoints";
import { formatShort, isNumeric } from "../../lib/format";
import { endpointTexts } from "../../messages/endpointTexts";
import { Refusal } from "../../ui/dialogs/Refusal";
import { TypeGlyph } from "../../ui/TypeGlyph";
import { formatLatency, parseField, parseRow, toFieldText } from "./endpointFacts";
import { ReasonChart } from "./ReasonChart";
import { describeInterval, splitAnswer } from "./sharedFormFacts";
import "./predictionForm.css";

const texts = endpointTexts.form;

type Fields = Record<string, string>;
type Column = SignatureFacts["columns"][number];

export interface Answer {
  prediction: Prediction;
  seconds: number;
  /** What other versions say. */
  others: { number: number; value: string }[];
}

interface Props {
  /** Asks what is predicted for a row. */
  ask: (row: RequestRow) => Promise<Answer>;
  /** Asks what moved that answer. */
  explain: (row: RequestRow) => Promise<RowExplanation | null>;
  signature: SignatureFacts;
  example: RequestRow;
  fields: Fields;
  onChange: (fields: Fields) => void;
}

export function PredictionForm({ ask, explain, signature, example, fields, onChange }: Props) {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [reasons, setReasons] = useState<RowExplanation | null>(null);
  const asked = useRef(0);
  const [refusal, setRefusal] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const row = parseRow(fields, signature.columns);
  const predict = async (event: FormEvent) => {
    event.preventDefault();
    if (row === null) return;
    setIsBusy(true);
    setReasons(null);
    asked.current += 1;
    const mine = asked.current;
    try {
      setAnswer(await ask(row));
      setRefusal("");
      // An answer that can't be explained is an answer all the same.
      const found = explain(row).catch(() => null);
      void found.then((why) => asked.current === mine && setReasons(why));
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
      setAnswer(null);
    } finally {
      setIsBusy(false);
    }
  };
  const fill = () =>
    onChange(Object.fromEntries(signature.columns.map(({ name }) => [name, toFieldText(example[name])])));
  const warnings = answer?.prediction.warnings ?? [];
  return (
    <section className="endpoint-section">
      <div className="prediction">
        <form onSubmit={predict} noValidate>
          <header>
            <h2>{texts.title}</h2>
            <span>{texts.columns(signature.columns.length)}</span>
            <button type="button" className="text-button" onClick={fill}>
              {texts.fill}
            </button>
          </header>
          <div className="prediction-fields">
            {signature.columns.map((column) => (
              <Field
                key={column.name}
                column={column}
                text={fields[column.name] ?? ""}
                warning={warnings.find((one) => one.column === column.name)}
                onChange={(text) => onChange({ ...fields, [column.name]: text })}
              />
            ))}
          </div>
          <footer>
            <Button type="submit" loading={isBusy} disabled={row === null}>
              {texts.predict}
            </Button>
            {answer && warnings.length === 0 && (
              <span className="prediction-within">
                <IconCircleCheck size={16} stroke={1.6} aria-hidden />
                {texts.within}
              </span>
            )}
          </footer>
        </form>
        <div className="prediction-result">
          <AnswerView answer={answer} refusal={refusal} signature={signature} />
          {answer && reasons && <ReasonChart explanation={reasons} />}
        </div>
      </div>
    </section>
  );
}

/** The answer of a version, and what others that take part would say. */
export async function askVersions(endpoint: Endpoint, main: Deployment, row: RequestRow): Promise<Answer> {
  const started = performance.now();
  const prediction = await tryDeployment(endpoint.id, main.number, row);
  const seconds = (performance.now() - started) / 1000;
  const beside = endpoint.deployments.filter((one) => one !== main && (one.share > 0 || one.shadow));
  const others = await Promise.all(
    beside.map(async ({ number }) => {
      const other = await tryDeployment(endpoint.id, number, row).catch(() => null);
      return { number, value: other ? describeValue(splitAnswer(other.rows[0] ?? {}, row).main) : "" };
    }),
  );
  return { prediction, seconds, others: others.filter(({ value }) => value !== "") };
}

const describeValue = (value: RequestValue | undefined): string =>
  typeof value === "number" ? formatShort(value) : toFieldText(value) || texts.empty;

const toSent = ({ columns }: SignatureFacts): RequestRow => Object.fromEntries(columns.map(({ name }) => [name, null]));

interface FieldProps {
  column: Column;
  text: string;
  warning: Finding | undefined;
  onChange: (text: string) => void;
}

function Field({ column, text, warning, onChange }: FieldProps) {
  const wrong = parseField(text, column.type) === undefined;
  const label = (
    <>
      <TypeGlyph type={column.type} silent /> {column.name}
    </>
  );
  const shared = {
    label,
    error: wrong ? texts.notNumber : undefined,
    description: describeColumn(column),
    inputWrapperOrder: ["label", "description", "input", "error"] as ("label" | "description" | "input" | "error")[],
  };
  const choices = column.type === "boolean" ? [texts.yes, texts.no] : column.levels;
  return (
    <div className="prediction-field">
      {choices ? (
        <Select
          {...shared}
          searchable={choices.length > 8}
          clearable={column.missing}
          data={[...new Set(text && !choices.includes(text) ? [text, ...choices] : choices)]}
          value={text || null}
          onChange={(value) => onChange(value ?? "")}
        />
      ) : (
        <TextInput
          {...shared}
          inputMode={isNumeric(column.type) ? "decimal" : undefined}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
      {warning && (
        <p className="prediction-warning">
          <IconAlertTriangle size={14} stroke={1.7} aria-hidden />
          {warning.message}
        </p>
      )}
    </div>
  );
}

function describeColumn({ type, levels, minimum, maximum }: Column): string | undefined {
  if (isNumeric(type) && typeof minimum === "number" && typeof maximum === "number")
    return texts.range(formatShort(minimum), formatShort(maximum));
  return levels && type !== "boolean" ? texts.levels(levels.length) : undefined;
}

interface AnswerViewProps {
  answer: Answer | null;
  refusal: string;
  signature: SignatureFacts;
}

function AnswerView({ answer, refusal, signature }: AnswerViewProps) {
  const found = answer && splitAnswer(answer.prediction.rows[0] ?? {}, toSent(signature));
  return (
    <div className="prediction-answer" aria-live="polite" role="status">
      {!answer && !refusal && <p className="endpoint-quiet">{texts.nothing}</p>}
      <Refusal words={refusal} />
      {answer && found && (
        <>
          <small>{signature.label?.name ?? texts.answer}</small>
          <strong>{describeValue(found.main)}</strong>
          {found.interval && <p>{describeInterval(found.interval)}</p>}
          <p>
            {texts.answered(answer.prediction.deployment, formatLatency(answer.seconds))}
            {answer.others.map(({ number, value }) => `, ${texts.others(number, value)}`)}
          </p>
          {found.rest.length > 0 && (
            <dl>
              {found.rest.map(([name, value]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{describeValue(value)}</dd>
                </div>
              ))}
            </dl>
          )}
        </>
      )}
    </div>
  );
}
