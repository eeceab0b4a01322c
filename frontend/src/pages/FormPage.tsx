/** Fill in, get a prediction: the form of an endpoint as somebody with its link sees it, also in a frame of another site. */

import { useEffect, useState } from "react";
import { toggleThemeAction } from "../actions/toggleTheme";
import { openForm, type SharedForm } from "../api/endpoints";
import { SharedFormView } from "../features/endpoints/SharedFormView";
import { readFormHash } from "../features/endpoints/sharedFormFacts";
import { appTexts } from "../messages/appTexts";
import { sharedFormTexts as texts } from "../messages/sharedFormTexts";
import { ActionIcon } from "../ui/actions/ActionIcon";
import { EmptyState } from "../ui/EmptyState";
import { Logo } from "../ui/Logo";
import "../styles/lazyMantine";
import "./formPage.css";

export default function FormPage() {
  const [{ token, row }] = useState(() => readFormHash(window.location.hash.slice(1)));
  const [isFramed] = useState(() => new URLSearchParams(window.location.search).has("framed"));
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
    <div className="form-page" data-framed={isFramed || undefined}>
      {!isFramed && (
        <header>
          <Logo />
          <b>{appTexts.app}</b>
          <span>{texts.title}</span>
          <small>{texts.noAccount}</small>
          <ActionIcon action={toggleThemeAction} />
        </header>
      )}
      <main>
        {refusal && <EmptyState title={refusal} />}
        {!refusal && !form && <p className="form-opening">{texts.opening}</p>}
        {form && <SharedFormView form={form} token={token} sent={row} />}
      </main>
    </div>
  );
}
