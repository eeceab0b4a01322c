/** What a step wrote: its output, its log, and if it failed, the traceback. */

import type { LogLine, StepError } from "../api/types";
import { FailureHelp, FailurePlace } from "../components/Failure";
import { TryAgain } from "../components/TryAgain";
import { failuresMessages } from "../messages/failures";
import { resultsMessages as say } from "../messages/results";
import { useRun } from "../stores/run";
import { Plots, usePlots } from "./Plots";
import { useStepLog } from "./useStepLog";

export function StepLog({ node }: { node: string }) {
  const step = useRun((store) => store.steps[node]);
  const lines = useStepLog(node);
  const plots = usePlots(node);
  if (!step) return <p className="results-message">{say.log.notRun}</p>;
  if (lines.length + plots.length === 0 && !step.error) return <p className="results-message">{say.log.empty}</p>;
  return (
    <div className="step-log">
      {step.error && <StepFailure error={step.error} />}
      <Plots node={node} />
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

function StepFailure({ error }: { error: StepError }) {
  return (
    <section className="log-failure">
      <h3>{failuresMessages.title(error)}</h3>
      <p>{error.message}</p>
      <FailurePlace error={error} />
      <TryAgain number={error.number} />
      <FailureHelp number={error.number} />
      {error.traceback && <pre>{error.traceback}</pre>}
    </section>
  );
}
