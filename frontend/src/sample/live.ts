/** Asks for the sample of the design after each edit that the server has, and again when a run is over. */

import { post, Refused } from "../api/client";
import { may } from "../api/may";
import type { LiveSample } from "../api/types";
import { useDesign } from "../stores/design";
import { isRunning, useRun } from "../stores/run";
import { useSample } from "./store";

/** Edits of one gesture come in a row; only the last is worth a sample. */
const PAUSE = 40;
/** Whoever could not be served asks again: the run that was in the way may be one of a workspace that is not heard here. */
const AGAIN = 3_000;

/** Start for the open design; returns how to stop. */
export function startSampling(): () => void {
  let asked = "";
  let later: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const wanted = (): string | null => {
    const { id, replica, waiting } = useDesign.getState();
    if (!useSample.getState().on || !may("runner") || !id || !replica || waiting > 0 || document.hidden) return null;
    return isRunning(useRun.getState()) ? null : `${id} ${replica.revision}`;
  };

  const look = () => {
    const now = wanted();
    if (now === null || now === asked) return;
    clearTimeout(later);
    later = setTimeout(() => {
      if (stopped || wanted() !== now) return;
      asked = now;
      void ask(now.split(" ")[0]!).then((again) => {
        if (!again || asked !== now || stopped) return;
        asked = "";
        later = setTimeout(look, AGAIN);
      });
    }, PAUSE);
  };

  const leave = [useDesign.subscribe(look), useRun.subscribe(look), useSample.subscribe(look)];
  document.addEventListener("visibilitychange", look);
  look();
  return () => {
    stopped = true;
    clearTimeout(later);
    document.removeEventListener("visibilitychange", look);
    for (const stop of leave) stop();
    useSample.setState({ design: null, nodes: {}, revision: -1, state: "idle" });
  };
}

/** Returns whether the same has to be asked again, as when a run is over. */
async function ask(design: string): Promise<boolean> {
  useSample.setState({ state: "busy" });
  try {
    const told = await post<LiveSample>(`/api/designs/${design}/sample`);
    const { on, revision, design: before } = useSample.getState();
    if (useDesign.getState().id !== design || !on) return false;
    if (told.state !== "done") {
      useSample.setState({ state: told.state === "paused" ? "paused" : "idle" });
      return true;
    }
    if (before !== design || told.revision >= revision) {
      const { nodes, rows } = told;
      useSample.setState({ design, revision: told.revision, nodes, rows, state: "idle" });
    }
    return false;
  } catch (error) {
    // A sample is a convenience: without one the page is what it was.
    useSample.setState({ state: "idle" });
    return !(error instanceof Refused);
  }
}
