/** A node's status as icon, word and fact. */

import type { Output, Step } from "../api/types";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { count, seconds, size } from "../messages/words";

export type StatusKind = Step["state"] | "none" | "changed" | "disabled" | "bypassed";

export interface Status {
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
export function statusOf({ step, progress, changed, run, disabled, bypassed, known, untrained }: StatusFacts): Status {
  if (disabled) return { kind: "disabled", word: text.canvas.disabled, fact: "" };
  if (bypassed) return { kind: "bypassed", word: editing.canvas.bypassed, fact: editing.canvas.passes };
  const active = step?.state === "queued" || step?.state === "running";
  if (step && (active || !changed))
    return { kind: step.state, word: text.stepStates[step.state], fact: fact(step, progress) };
  if (step && changed) {
    return { kind: "changed", word: run === null ? text.status.changedAnyRun : text.status.changed(run), fact: "" };
  }
  if (known) return { kind: "none", word: "", fact: sizeOf(known) };
  return { kind: "none", word: "", fact: untrained ? text.status.notTrained : text.status.notRun };
}

function sizeOf(output: Output): string {
  if (output.rows === null) return "";
  return output.columns === null ? count(output.rows, "row") : `${size(output.rows, output.columns)}`;
}

function fact(step: Step, progress: Step["progress"] | undefined): string {
  const now = progress ?? step.progress;
  switch (step.state) {
    case "running":
      return now ? text.status.running(now.done, now.total, now.unit) : (step.reason ?? "");
    case "reused":
      return step.reused_from === null ? text.status.reusedElsewhere : text.status.reused(step.reused_from);
    case "failed":
      if (step.error?.line != null) return text.status.failedAtLine(step.error.line, step.seconds);
      return step.seconds === null ? "" : text.status.after(step.seconds);
    case "succeeded":
      return step.seconds === null ? "" : seconds(step.seconds);
    default:
      return step.reason ?? "";
  }
}

/** The share of a running step that is done, 0 to 1; null when it does not say. */
export function shareDone(step: Step | undefined, progress: Step["progress"] | undefined): number | null {
  const now = progress ?? step?.progress;
  if (step?.state !== "running" || !now?.total) return null;
  return Math.min(1, now.done / now.total);
}

/** How several steps stand together: what fails first, what goes on next, what is done last. */
export function summed(steps: readonly (Step | undefined)[]): Status {
  const count = (...states: Step["state"][]) => steps.filter((step) => step && states.includes(step.state)).length;
  const done = count("succeeded", "reused");
  const share = text.run.done(done, steps.length);
  if (count("failed") > 0) return { kind: "failed", word: text.run.failed(count("failed")), fact: "" };
  if (count("running") > 0) return { kind: "running", word: text.stepStates.running, fact: share };
  if (count("queued") > 0) return { kind: "queued", word: text.stepStates.queued, fact: share };
  if (steps.length > 0 && done === steps.length) {
    return { kind: "succeeded", word: text.stepStates.succeeded, fact: "" };
  }
  return { kind: "none", word: "", fact: done > 0 ? share : text.status.notRun };
}
