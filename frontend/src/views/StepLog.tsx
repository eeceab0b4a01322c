/** What a step wrote: its output, its log, and if it failed, the traceback. */

import { useQuery } from "@tanstack/react-query";
import { queries } from "../api/queries";
import type { LogLine } from "../api/types";
import { resultsMessages as say } from "../messages/results";
import { useRun } from "../stores/run";

const LIVE = new Set(["queued", "running"]);

export function StepLog({ node }: { node: string }) {
  const step = useRun((store) => store.steps[node]);
  const run = useRun((store) => store.run?.id ?? null);
  const heard = useRun((store) => store.logs[node]);
  const live = step !== undefined && LIVE.has(step.state);
  const stored = useQuery({ ...queries.log(run ?? "", node), enabled: run !== null && step !== undefined && !live });
  if (!step) return <p className="results-message">{say.log.notRun}</p>;
  const lines = (live ? heard : (stored.data ?? heard)) ?? [];
  if (lines.length === 0 && !step.error) return <p className="results-message">{say.log.empty}</p>;
  return (
    <div className="log">
      {step.error && (
        <StepFailure title={step.error.title} message={step.error.message} traceback={step.error.traceback} />
      )}
      <ol>
        {lines.map((line, at) => (
          <Line key={at} line={line} />
        ))}
      </ol>
    </div>
  );
}

function Line({ line }: { line: LogLine }) {
  return (
    <li className={line.stream === "stderr" ? "log-error" : undefined}>
      <time dateTime={line.at}>{new Date(line.at).toLocaleTimeString("en-GB")}</time>
      <span>{line.text}</span>
    </li>
  );
}

function StepFailure({ title, message, traceback }: { title: string; message: string; traceback: string | null }) {
  return (
    <section className="log-failure">
      <h3>{title}</h3>
      <p>{message}</p>
      {traceback && <pre>{traceback}</pre>}
    </section>
  );
}
