/** Asks for the sample of the design after each edit that the server has, and again when a run is over. */

import type { DesignPreview } from "../../api/apiTypes";
import { ApiError, postJson } from "../../api/client";
import { hasRole } from "../../api/permissions";
import { useDesign } from "../../stores/designStore";
import { usePreview } from "../../stores/previewStore";
import { hasActiveRun, useRun } from "../../stores/runStore";

/** Edits of one gesture come in a row; only the last is worth a sample. */
const EDIT_DEBOUNCE = 40;
/** Whoever could not be served asks again: the run that was in the way may be one of a workspace that is not heard here. */
const PREVIEW_RETRY_DELAY = 3_000;

/** Start for the open design; returns how to stop. */
export function startPreviewUpdates(): () => void {
  let asked = "";
  let later: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const wanted = (): string | null => {
    const { id, localCopy, unsentCount } = useDesign.getState();
    if (!usePreview.getState().on || !hasRole("runner") || !id || !localCopy || unsentCount > 0 || document.hidden)
      return null;
    // A run of a pipeline may show on the canvas too, and is nobody's here.
    const isBusy = hasActiveRun(useRun.getState()) && !useRun.getState().run?.by_pipeline;
    return isBusy ? null : `${id} ${localCopy.revision}`;
  };

  const look = () => {
    const now = wanted();
    if (now === null || now === asked) return;
    clearTimeout(later);
    later = setTimeout(() => {
      if (stopped || wanted() !== now) return;
      asked = now;
      void requestPreview(now.split(" ")[0]!).then((again) => {
        if (!again || asked !== now || stopped) return;
        asked = "";
        later = setTimeout(look, PREVIEW_RETRY_DELAY);
      });
    }, EDIT_DEBOUNCE);
  };

  const leave = [useDesign.subscribe(look), useRun.subscribe(look), usePreview.subscribe(look)];
  document.addEventListener("visibilitychange", look);
  look();
  return () => {
    stopped = true;
    clearTimeout(later);
    document.removeEventListener("visibilitychange", look);
    for (const stop of leave) stop();
    usePreview.setState({ design: null, nodes: {}, revision: -1, state: "idle" });
  };
}

/** Returns whether the same has to be asked again, as when a run is over. */
async function requestPreview(design: string): Promise<boolean> {
  usePreview.setState({ state: "busy" });
  try {
    const told = await postJson<DesignPreview>(`/api/designs/${design}/preview`);
    const { on, revision, design: before } = usePreview.getState();
    if (useDesign.getState().id !== design || !on) return false;
    if (told.state !== "done") {
      usePreview.setState({ state: told.state === "paused" ? "paused" : "idle" });
      return true;
    }
    if (before !== design || told.revision >= revision) {
      const { nodes, rows } = told;
      usePreview.setState({ design, revision: told.revision, nodes, rows, state: "idle" });
    }
    return false;
  } catch (error) {
    // A sample is a convenience: without one the page is what it was.
    usePreview.setState({ state: "idle" });
    return !(error instanceof ApiError);
  }
}
