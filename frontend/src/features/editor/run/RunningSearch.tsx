/** A search that is under way: the best so far by learner and by trial, and ways to pause, extend and end it. */

import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Run, Step } from "../../../api/apiTypes";
import { getJson, patchJson, postJson } from "../../../api/client";
import { hasRole } from "../../../api/permissions";
import { queryClient } from "../../../api/queries";
import type { components } from "../../../api/schema";
import { formatShort } from "../../../lib/format";
import { notifyFailure } from "../../../lib/toasts";
import { liveSearchTexts as texts } from "../../../messages/liveSearchTexts";
import { useModule } from "../../../stores/catalogStore";
import { useRun } from "../../../stores/runStore";
import { getStepPath, useStepMetrics } from "../../results/job/jobQueries";
import { LiveTrials } from "./LiveTrials";
import { rankLearners } from "./liveSearch";
import "./runningSearch.css";

type StepControl = components["schemas"]["StepControlRead"];

/** By so many minutes a search is extended at a press. */
const EXTENSIONS = [5, 15];

export function RunningSearches({ run }: { run: Run }) {
  const running = run.steps.filter((step) => step.state === "running");
  return running.map((step) => <RunningStep key={step.node} run={run.id} step={step} />);
}

function RunningStep({ run, step }: { run: string; step: Step }) {
  const isSearch = useModule(step.module)?.role === "automated_trainer";
  return isSearch ? <RunningSearch run={run} step={step} /> : null;
}

function RunningSearch({ run, step }: { run: string; step: Step }) {
  const progress = useRun((store) => store.progress[step.node]) ?? step.progress;
  const { data: series = [] } = useStepMetrics(run, step.node, true);
  return (
    <section className="run-search">
      <p aria-live="polite">{progress ? `${progress.done} ${progress.unit}` : texts.begins}</p>
      {hasRole("runner") && <SearchButtons path={getStepPath(run, step.node)} begun={Boolean(progress)} />}
      <LiveTrials series={series} />
      <Leaders leaders={rankLearners(series)} />
    </section>
  );
}

function SearchButtons({ path, begun }: { path: string; begun: boolean }) {
  const queryKey = ["control", path];
  const { data } = useQuery({ queryKey, queryFn: () => getJson<StepControl>(`${path}/control`) });
  const [asked, setAsked] = useState(false);
  const finish = async () => {
    setAsked(true);
    try {
      await postJson(`${path}/finish`);
    } catch (error) {
      setAsked(false);
      notifyFailure(error);
    }
  };
  const change = async (wanted: { paused?: boolean; add_minutes?: number }) => {
    try {
      queryClient.setQueryData(queryKey, await patchJson<StepControl>(`${path}/control`, wanted));
    } catch (error) {
      notifyFailure(error);
    }
  };
  const paused = data?.paused ?? false;
  return (
    <>
      <div className="run-search-buttons">
        <Button
          variant="default"
          size="compact-sm"
          disabled={!begun || asked}
          onClick={() => change({ paused: !paused })}
        >
          {paused ? texts.resume : texts.pause}
        </Button>
        {EXTENSIONS.map((minutes) => (
          <Button
            key={minutes}
            variant="default"
            size="compact-sm"
            disabled={!begun || asked}
            onClick={() => change({ add_minutes: minutes })}
          >
            {texts.extend(minutes)}
          </Button>
        ))}
        <Button variant="default" size="compact-sm" loading={asked} disabled={!begun} onClick={finish}>
          {texts.keepBest}
        </Button>
      </div>
      {(paused || (data?.extra_minutes ?? 0) > 0) && (
        <p className="run-search-said" role="status">
          {[paused && texts.paused, data!.extra_minutes > 0 && texts.extended(formatShort(data!.extra_minutes))]
            .filter(Boolean)
            .join(" ")}
        </p>
      )}
    </>
  );
}

function Leaders({ leaders }: { leaders: ReturnType<typeof rankLearners> }) {
  if (leaders.length === 0) return null;
  return (
    <table className="run-search-leaders">
      <caption>{texts.leaders}</caption>
      <tbody>
        {leaders.map(({ learner, best, trials }) => (
          <tr key={learner}>
            <th scope="row">{learner}</th>
            <td>{texts.trials(trials)}</td>
            <td>
              <b>{formatShort(best)}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
