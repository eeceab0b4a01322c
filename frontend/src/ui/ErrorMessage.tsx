/** An error as people read it: its number and title, its sentence, where the cause lies, and help on the number. */

import { Suspense, useState } from "react";
import type { StepError } from "../api/apiTypes";
import { lazyWithRetry } from "../lib/lazy";
import { errorTexts as texts } from "../messages/errorTexts";
import "./errorMessage.css";
import "./textButton.css";

const ErrorHelp = lazyWithRetry(() => import("./ErrorHelp"));

/** Where the cause lies: the port, the column and the parameter, as far as the error names them. */
export function ErrorLocation({ error }: { error: StepError }) {
  const places = [
    [texts.port, error.port],
    [texts.column, error.column],
    [texts.parameter, error.parameter],
  ].filter(([, name]) => name);
  if (places.length === 0) return null;
  return (
    <dl className="failure-place">
      {places.map(([word, name]) => (
        <div key={word}>
          <dt>{word}</dt>
          <dd>{name}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The help on the number of an error; it is loaded when it is asked for. */
export function ErrorHelpLink({ number }: { number: number | null }) {
  const [open, setOpen] = useState(false);
  if (number === null) return null;
  return (
    <div className="failure-help">
      <button
        type="button"
        className="text-button"
        aria-expanded={open}
        aria-label={texts.why(number)}
        onClick={() => setOpen(!open)}
      >
        {texts.what}
      </button>
      {open && (
        <Suspense fallback={<p>{texts.loading}</p>}>
          <ErrorHelp number={number} />
        </Suspense>
      )}
    </div>
  );
}
