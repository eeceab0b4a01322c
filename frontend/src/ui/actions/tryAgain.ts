/** Runs anew, to the same cards, what ended by no fault of the design: it got no sandbox, or the server ended twice. */

import { IconReload } from "@tabler/icons-react";
import { appTexts } from "../../messages/appTexts";
import { hasActiveRun, startRun, useRun } from "../../stores/runStore";
import { useUi } from "../../stores/uiStore";
import { type Action, hasNodes } from "./action";

/** The errors after which another try is all there is to do. */
const RETRYABLE_ERRORS: ReadonlySet<number | null | undefined> = new Set([1002, 1003]);

export const isRetryableError = (number: number | null): boolean => RETRYABLE_ERRORS.has(number);

function canRetryRun(): boolean {
  const { run, isStarting } = useRun.getState();
  const failed = run?.steps.some((step) => step.state === "failed" && RETRYABLE_ERRORS.has(step.error?.number));
  return failed === true && !isStarting && !hasActiveRun(useRun.getState()) && hasNodes();
}

async function rerunLatest(): Promise<void> {
  const { run } = useRun.getState();
  if (!run) return;
  useUi.setState({ side: "run" });
  await startRun(run.targets);
}

export const tryAgainAction: Action = {
  id: "tryAgain",
  name: appTexts.actions.tryAgain,
  group: "run",
  order: 50,
  membersOnly: true,
  requiredRole: "runner",
  icon: IconReload,
  isEnabled: canRetryRun,
  perform: rerunLatest,
};
