/** A search that is under way: the best so far by learner and by trial, and ways to pause, extend and end it. */

import { Button } from "@mantine/core";
import type { Step } from "../../../api/apiTypes";
import { hasRole } from "../../../api/permissions";
import { formatShort } from "../../../lib/format";
import { liveSearchTexts as texts } from "../../../messages/liveSearchTexts";
import { useRun } from "../../../stores/runStore";
import { getStepPath, useStepMetrics } from "../../results/job/jobQueries";
import { LiveTrials } from "./LiveTrials";
import { rankLearners } from "./liveSearch";
import { useStepControl } from "./stepControl";
import "./runningSearch.css";

/** By so many minutes a search is extended at a press. */
const EXTENSIONS = [5, 15];

export function RunningSearch({ run, step }: { run: string; step: Step }) {
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
  const { paused, extraMinutes, asked, finish, change } = useStepControl(path);
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
      {(paused || extraMinutes > 0) && (
        <p className="run-search-said" role="status">
          {[paused && texts.paused, extraMinutes > 0 && texts.extended(formatShort(extraMinutes))]
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
