/** A loop that is under way: how many iterations are done, which run now, what the last ones gave, and ways to end it. */

import { Button } from "@mantine/core";
import type { Step, StepProgress } from "../../../api/apiTypes";
import { hasRole } from "../../../api/permissions";
import { formatShort } from "../../../lib/format";
import { appTexts } from "../../../messages/appTexts";
import { formatSeconds } from "../../../messages/formatting";
import { loopTexts as texts } from "../../../messages/loopTexts";
import { useRun } from "../../../stores/runStore";
import { getStepPath } from "../../results/job/jobQueries";
import { useStepControl } from "./stepControl";
import "./runningLoop.css";

type Results = NonNullable<StepProgress["results"]>;

export function RunningLoop({ run, step }: { run: string; step: Step }) {
  const progress = useRun((store) => store.progress[step.node]) ?? step.progress;
  return (
    <section className="run-loop" aria-label={texts.running}>
      <p aria-live="polite">
        {progress ? appTexts.status.running(progress.done, progress.total, progress.unit) : texts.begins}
      </p>
      {hasRole("runner") && <LoopButtons path={getStepPath(run, step.node)} done={progress?.done ?? 0} />}
      {progress?.results && <ResultsSoFar results={progress.results} done={progress.done} />}
    </section>
  );
}

function LoopButtons({ path, done }: { path: string; done: number }) {
  const { paused, asked, finish, change } = useStepControl(path);
  return (
    <>
      <div className="run-loop-buttons">
        <Button variant="default" size="compact-sm" disabled={asked} onClick={() => change({ paused: !paused })}>
          {paused ? texts.resume : texts.pause}
        </Button>
        <Button variant="default" size="compact-sm" loading={asked} disabled={done === 0} onClick={finish}>
          {texts.keep}
        </Button>
      </div>
      {paused && (
        <p className="run-loop-said" role="status">
          {texts.paused}
        </p>
      )}
    </>
  );
}

/** The last column is the seconds that each took. */
function ResultsSoFar({ results, done }: { results: Results; done: number }) {
  const { columns, rows } = results;
  const seconds = columns.length - 1;
  const format = (cell: string | number, at: number) =>
    typeof cell === "string" ? cell : at === seconds ? formatSeconds(cell) : formatShort(cell);
  return (
    <div className="run-loop-scroll">
      <table className="run-loop-results">
        <caption>{texts.results(rows.length, done)}</caption>
        <thead>
          <tr>
            {columns.map((column, at) => (
              <th key={column} scope="col">
                {at === seconds ? texts.time : column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={String(cells[0])}>
              <th scope="row" title={String(cells[0])}>
                {format(cells[0]!, 0)}
              </th>
              {cells.slice(1).map((cell, at) => (
                <td key={columns[at + 1]} data-failed={cell === FAILED || undefined}>
                  {format(cell, at + 1)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const FAILED = "Failed";
