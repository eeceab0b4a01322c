/** Fill in, get a prediction: the form of an endpoint as somebody with its link sees it. */

import { useEffect, useState } from "react";
import { toggleThemeAction } from "../actions/toggleTheme";
import { answerForm, openForm, type RequestRow, type SharedForm } from "../api/endpoints";
import { toFieldText } from "../features/endpoints/endpointFacts";
import { PredictionForm } from "../features/endpoints/PredictionForm";
import { appTexts } from "../messages/appTexts";
import { endpointTexts } from "../messages/endpointTexts";
import { ActionIcon } from "../ui/actions/ActionIcon";
import { EmptyState } from "../ui/EmptyState";
import { Logo } from "../ui/Logo";
import "../styles/lazyMantine";
import "../features/endpoints/endpointView.css";
import "../ui/textButton.css";
import "./formPage.css";

const texts = endpointTexts.shared;

export default function FormPage() {
  const [token] = useState(() => window.location.hash.slice(1));
  const [form, setForm] = useState<SharedForm | null>(null);
  const [refusal, setRefusal] = useState("");
  useEffect(() => {
    openForm(token).then(setForm, (error: unknown) =>
      setRefusal(error instanceof Error ? error.message : String(error)),
    );
  }, [token]);
  useEffect(() => {
    if (form) document.title = form.title;
  }, [form]);
  return (
    <div className="form-page">
      <header>
        <Logo />
        <b>{appTexts.app}</b>
        <span>{texts.title}</span>
        <small>{texts.noAccount}</small>
        <ActionIcon action={toggleThemeAction} />
      </header>
      {refusal && <EmptyState title={refusal} />}
      {!refusal && !form && <p className="endpoint-quiet">{texts.opening}</p>}
      {form && <FilledForm form={form} token={token} />}
    </div>
  );
}

function FilledForm({ form, token }: { form: SharedForm; token: string }) {
  const { signature, example } = form;
  const [fields, setFields] = useState<Record<string, string>>(() =>
    Object.fromEntries(signature.columns.map(({ name }) => [name, toFieldText(example[name])])),
  );
  const ask = async (row: RequestRow) => {
    const started = performance.now();
    const prediction = await answerForm(token, row);
    return { prediction, seconds: (performance.now() - started) / 1000, others: [] };
  };
  return (
    <main>
      <h1>{form.title}</h1>
      {form.text && <p className="form-text">{form.text}</p>}
      <PredictionForm isShared ask={ask} signature={signature} example={example} fields={fields} onChange={setFields} />
    </main>
  );
}
