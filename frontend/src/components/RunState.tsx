/** How a run stands: icon, word, and a fact. */

import type { RunSummary } from "../api/types";
import { StatusIcon } from "../canvas/StatusLine";
import { text } from "../messages/en";
import { resultsMessages as say } from "../messages/results";
import { when } from "../messages/words";
import "./runState.css";

export function RunState({ run, short = false }: { run: RunSummary; short?: boolean }) {
  const live = run.state === "running" || run.state === "queued";
  const fact = live ? say.home.steps(run.done, run.total) : say.home.run(run.number, when(new Date(run.created_at)));
  return (
    <span className={`status-line status-${run.state}`}>
      <StatusIcon kind={run.state} size={14} />
      <b>{text.runStates[run.state]}</b>
      {!short && <span className="status-fact">{fact}</span>}
    </span>
  );
}
