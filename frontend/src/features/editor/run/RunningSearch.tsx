/** A search that is under way: the best so far, and a way to end it with that. */

import { Button } from "@mantine/core";
import { useState } from "react";
import type { Run, Step } from "../../../api/apiTypes";
import { postJson } from "../../../api/client";
import { hasRole } from "../../../api/permissions";
import { notifyFailure } from "../../../lib/toasts";
import { appTexts } from "../../../messages/appTexts";
import { useModule } from "../../../stores/catalogStore";
import { useRun } from "../../../stores/runStore";

export function RunningSearches({ run }: { run: Run }) {
  const running = run.steps.filter((step) => step.state === "running");
  return running.map((step) => <RunningSearch key={step.node} run={run.id} step={step} />);
}

function RunningSearch({ run, step }: { run: string; step: Step }) {
  const isSearch = useModule(step.module)?.role === "automated_trainer";
  const progress = useRun((store) => store.progress[step.node]) ?? step.progress;
  const [asked, setAsked] = useState(false);
  if (!isSearch) return null;
  const finish = async () => {
    setAsked(true);
    try {
      await postJson(`/api/runs/${run}/steps/${step.node}/finish`);
    } catch (error) {
      setAsked(false);
      notifyFailure(error);
    }
  };
  return (
    <section className="run-search">
      <p aria-live="polite">{progress ? `${progress.done} ${progress.unit}` : appTexts.run.searchBegins}</p>
      {hasRole("runner") && (
        <Button variant="default" size="compact-sm" loading={asked} disabled={!progress} onClick={finish}>
          {appTexts.run.keepBest}
        </Button>
      )}
    </section>
  );
}
