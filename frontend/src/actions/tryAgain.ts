/** Runs anew, to the same cards, what ended by no fault of the design: it got no sandbox, or the server ended twice. */

import { IconReload } from "@tabler/icons-react";
import { text } from "../messages/en";
import { isRunning, startRun, useRun } from "../stores/run";
import { useUi } from "../stores/ui";
import { type Action, hasNodes } from "./action";

/** The errors after which another try is all there is to do. */
const WORTH_ANOTHER_TRY: ReadonlySet<number | null | undefined> = new Set([1002, 1003]);

export const isWorthAnotherTry = (number: number | null): boolean => WORTH_ANOTHER_TRY.has(number);

function mayBeTriedAgain(): boolean {
  const { run, starting } = useRun.getState();
  const failed = run?.steps.some((step) => step.state === "failed" && WORTH_ANOTHER_TRY.has(step.error?.number));
  return failed === true && !starting && !isRunning(useRun.getState()) && hasNodes();
}

async function runAnew(): Promise<void> {
  const { run } = useRun.getState();
  if (!run) return;
  useUi.setState({ side: "run" });
  await startRun(run.targets);
}

export const tryAgain: Action = {
  id: "tryAgain",
  name: text.actions.tryAgain,
  group: "run",
  members: true,
  needs: "runner",
  icon: IconReload,
  enabled: mayBeTriedAgain,
  perform: runAnew,
};
