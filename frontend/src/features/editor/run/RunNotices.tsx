/** What is to be known of a run beside its steps: what each step may take, what it waits for, and why it could not go on. */

import type { Run } from "../../../api/apiTypes";
import { budgetTexts as texts } from "../../../messages/budgetTexts";
import { hasEnded } from "../../../stores/runStore";
import { TryAgainButton } from "../../../ui/actions/TryAgainButton";
import { isRetryableError } from "../../../ui/actions/tryAgain";
import { getTooltipProps } from "../../../ui/tooltip";

export function RunNotices({ run }: { run: Run }) {
  const budget = run.isolation.budget;
  const waiting = hasEnded(run.state) ? null : describeWait(run);
  const error = run.steps.find((step) => step.error && isRetryableError(step.error.number))?.error;
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
          <TryAgainButton number={error.number} className="run-again" />
        </div>
      )}
      {budget && (
        <p className="run-budget" {...getTooltipProps(texts.more(budget))}>
          {texts.budget(budget)}
        </p>
      )}
    </>
  );
}

/** Why no step runs, if one waits and none does. */
function describeWait(run: Run): string | null {
  if (run.steps.some((step) => step.state === "running")) return null;
  return run.steps.find((step) => step.state === "queued" && step.reason)?.reason ?? null;
}
