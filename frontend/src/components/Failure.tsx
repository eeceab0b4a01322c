/** An error as people read it: its number and title, its sentence, where the cause lies, and help on the number. */

import { Suspense, useState } from "react";
import type { StepError } from "../api/types";
import { later } from "../later";
import { failuresMessages as say } from "../messages/failures";
import "./failure.css";

const ErrorHelp = later(() => import("./ErrorHelp"));

/** Where the cause lies: the port, the column and the parameter, as far as the error names them. */
export function FailurePlace({ error }: { error: StepError }) {
  const places = [
    [say.port, error.port],
    [say.column, error.column],
    [say.parameter, error.parameter],
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
export function FailureHelp({ number }: { number: number | null }) {
  const [open, setOpen] = useState(false);
  if (number === null) return null;
  return (
    <div className="failure-help">
      <button
        type="button"
        className="text-button"
        aria-expanded={open}
        aria-label={say.why(number)}
        onClick={() => setOpen(!open)}
      >
        {say.what}
      </button>
      {open && (
        <Suspense fallback={<p>{say.loading}</p>}>
          <ErrorHelp number={number} />
        </Suspense>
      )}
    </div>
  );
}
