/** What a step wrote: its output, its log, and if it failed, the traceback. */

import type { LogLine, StepError } from "../../api/apiTypes";
import { errorTexts } from "../../messages/errorTexts";
import { resultTexts as texts } from "../../messages/resultTexts";
import { useRun } from "../../stores/runStore";
import { TryAgainButton } from "../../ui/actions/TryAgainButton";
import { ErrorHelpLink, ErrorLocation } from "../../ui/ErrorMessage";
import { PlotImages, usePlotImages } from "./PlotImages";
import { useStepLog } from "./useStepLog";

export function StepLog({ node }: { node: string }) {
  const step = useRun((store) => store.steps[node]);
  const lines = useStepLog(node);
  const plots = usePlotImages(node);
  if (!step) return <p className="results-message">{texts.log.notRun}</p>;
  if (lines.length + plots.length === 0 && !step.error) return <p className="results-message">{texts.log.empty}</p>;
  return (
    <div className="step-log">
      {step.error && <StepFailure error={step.error} />}
      <PlotImages node={node} />
      <ol>
        {lines.map((line, at) => (
          <StepLogLine key={at} line={line} />
        ))}
      </ol>
    </div>
  );
}

function StepLogLine({ line }: { line: LogLine }) {
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
      <h3>{errorTexts.title(error)}</h3>
      <p>{error.message}</p>
      <ErrorLocation error={error} />
      <TryAgainButton number={error.number} className="log-again" />
      <ErrorHelpLink number={error.number} />
      {error.traceback && <pre>{error.traceback}</pre>}
    </section>
  );
}
