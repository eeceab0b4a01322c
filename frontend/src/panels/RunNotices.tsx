/** What is to be known of a run beside its steps: what each step may take, what it waits for, and why it could not go on. */

import { isWorthAnotherTry } from "../actions/tryAgain";
import type { Run } from "../api/types";
import { TryAgain } from "../components/TryAgain";
import { tip } from "../components/tip";
import { budgetMessages as say } from "../messages/budget";
import { ended } from "../stores/run";

export function RunNotices({ run }: { run: Run }) {
  const budget = run.isolation.budget;
  const waiting = ended(run.state) ? null : waitsFor(run);
  const error = run.steps.find((step) => step.error && isWorthAnotherTry(step.error.number))?.error;
  return (
    <>
      {waiting && (
        <p className="run-waits" role="status">
          {waiting}
        </p>
      )}
      {error && (
        <div className="run-no-fault">
          <p>{error.message}</p>
          <TryAgain number={error.number} />
        </div>
      )}
      {budget && (
        <p className="run-budget" {...tip(say.more(budget))}>
          {say.budget(budget)}
        </p>
      )}
    </>
  );
}

/** Why no step runs, if one waits and none does. */
function waitsFor(run: Run): string | null {
  if (run.steps.some((step) => step.state === "running")) return null;
  return run.steps.find((step) => step.state === "queued" && step.reason)?.reason ?? null;
}
