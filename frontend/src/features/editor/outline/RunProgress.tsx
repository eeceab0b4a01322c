/** On a phone, in one line and a bar: how far the latest run is. */

import { appTexts } from "../../../messages/appTexts";
import { useRun } from "../../../stores/runStore";
import "../run/runProgress.css";

export function RunProgress() {
  const run = useRun((store) => store.run);
  if (!run) return null;
  const among = (...states: string[]) => run.steps.filter(({ state }) => states.includes(state)).length;
  const parts = { done: among("succeeded", "reused"), failed: among("failed"), running: among("running") };
  const width = (part: number) => ({ width: `${(100 * part) / Math.max(1, run.steps.length)}%` });
  return (
    <div className="outline-run">
      <p>
        <b>{appTexts.run.title(run.number)}</b> {appTexts.run.done(parts.done, run.steps.length)}{" "}
        {parts.failed > 0 && <b className="run-failed">{appTexts.run.failed(parts.failed)}</b>}
        <span>{appTexts.runStates[run.state]}</span>
      </p>
      <div className="run-progress">
        {(["done", "failed", "running"] as const).map((name) => (
          <i key={name} className={`run-progress-${name}`} style={width(parts[name])} />
        ))}
      </div>
    </div>
  );
}
