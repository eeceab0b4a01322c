/** A node's status as icon, word and fact. */

import type { Output, Step } from "../api/apiTypes";
import { appTexts } from "../messages/appTexts";
import { editorTexts } from "../messages/editorTexts";
import { formatSeconds, formatTableSize, pluralize } from "../messages/formatting";

export type StatusKind = Step["state"] | "none" | "changed" | "disabled" | "bypassed";

export interface NodeStatus {
  kind: StatusKind;
  word: string;
  fact: string;
}

export interface StatusFacts {
  step: Step | undefined;
  progress: Step["progress"] | undefined;
  changed: boolean;
  /** Number of the latest run. */
  run: number | null;
  disabled: boolean;
  bypassed: boolean;
  /** What is known of the first output without a run, as for datasets. */
  known: Output | undefined;
  untrained: boolean;
}

/** What the status line of a card says. */
export function describeStatus({
  step,
  progress,
  changed,
  run,
  disabled,
  bypassed,
  known,
  untrained,
}: StatusFacts): NodeStatus {
  if (disabled) return { kind: "disabled", word: appTexts.canvas.disabled, fact: "" };
  if (bypassed) return { kind: "bypassed", word: editorTexts.canvas.bypassed, fact: editorTexts.canvas.passes };
  const active = step?.state === "queued" || step?.state === "running";
  if (step && (active || !changed))
    return { kind: step.state, word: appTexts.stepStates[step.state], fact: describeStepFact(step, progress) };
  if (step && changed) {
    return {
      kind: "changed",
      word: run === null ? appTexts.status.changedAnyRun : appTexts.status.changed(run),
      fact: "",
    };
  }
  if (known) return { kind: "none", word: "", fact: formatOutputSize(known) };
  return { kind: "none", word: "", fact: untrained ? appTexts.status.notTrained : appTexts.status.notRun };
}

function formatOutputSize(output: Output): string {
  if (output.rows === null) return "";
  return output.columns === null ? pluralize(output.rows, "row") : `${formatTableSize(output.rows, output.columns)}`;
}

function describeStepFact(step: Step, progress: Step["progress"] | undefined): string {
  const now = progress ?? step.progress;
  switch (step.state) {
    case "running":
      return now ? appTexts.status.running(now.done, now.total, now.unit) : (step.reason ?? "");
    case "reused":
      return step.reused_from === null ? appTexts.status.reusedElsewhere : appTexts.status.reused(step.reused_from);
    case "failed":
      if (step.error?.line != null) return appTexts.status.failedAtLine(step.error.line, step.seconds);
      return step.seconds === null ? "" : appTexts.status.after(step.seconds);
    case "succeeded":
      return step.seconds === null ? "" : formatSeconds(step.seconds);
    default:
      return step.reason ?? "";
  }
}

/** The share of a running step that is done, 0 to 1; null when it does not say. */
export function computeProgressShare(step: Step | undefined, progress: Step["progress"] | undefined): number | null {
  const now = progress ?? step?.progress;
  if (step?.state !== "running" || !now?.total) return null;
  return Math.min(1, now.done / now.total);
}

/** How several steps stand together: what fails first, what goes on next, what is done last. */
export function summarizeSteps(steps: readonly (Step | undefined)[]): NodeStatus {
  const count = (...states: Step["state"][]) => steps.filter((step) => step && states.includes(step.state)).length;
  const done = count("succeeded", "reused");
  const share = appTexts.run.done(done, steps.length);
  if (count("failed") > 0) return { kind: "failed", word: appTexts.run.failed(count("failed")), fact: "" };
  if (count("running") > 0) return { kind: "running", word: appTexts.stepStates.running, fact: share };
  if (count("queued") > 0) return { kind: "queued", word: appTexts.stepStates.queued, fact: share };
  if (steps.length > 0 && done === steps.length) {
    return { kind: "succeeded", word: appTexts.stepStates.succeeded, fact: "" };
  }
  return { kind: "none", word: "", fact: done > 0 ? share : appTexts.status.notRun };
}
