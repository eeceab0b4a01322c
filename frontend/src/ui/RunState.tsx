/** How a run stands: icon, word, and a fact. */

import type { RunSummary } from "../api/apiTypes";
import { appTexts } from "../messages/appTexts";
import { formatWhen } from "../messages/formatting";
import { resultTexts as texts } from "../messages/resultTexts";
import { StatusIcon } from "./StatusLine";
import "./statusLine.css";

export function RunStateBadge({ run, short: isShort = false }: { run: RunSummary; short?: boolean }) {
  const live = run.state === "running" || run.state === "queued";
  const fact = live
    ? texts.home.steps(run.done, run.total)
    : texts.home.run(run.number, formatWhen(new Date(run.created_at)));
  return (
    <span className={`run-state status-${run.state}`}>
      <StatusIcon kind={run.state} size={14} />
      <b>{appTexts.runStates[run.state]}</b>
      {!isShort && <span className="run-state-fact">{fact}</span>}
    </span>
  );
}
