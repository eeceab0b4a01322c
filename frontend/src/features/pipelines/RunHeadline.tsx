/** What the chosen run came to, in a sentence. */

import { toUrl } from "../../api/basePath";
import type { Pipeline, PipelineRun } from "../../api/pipelines";
import { formatMoment } from "../../lib/format";
import { followInPage } from "../../lib/navigation";
import { formatFigure, getRunFigure } from "../../lib/runFigure";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { getGate } from "./runHistory";
import "./runHeadline.css";

const texts = pipelineTexts.headline;

interface Props {
  pipeline: Pipeline;
  run: PipelineRun | undefined;
  runs: readonly PipelineRun[];
}

export function RunHeadline({ pipeline, run, runs }: Props) {
  if (!run) {
    return (
      <div className="run-headline">
        <h2>{texts.never}</h2>
        <p>{pipeline.note || texts.neverHelp}</p>
      </div>
    );
  }
  const { run: facts } = run;
  const before = runs.slice(runs.indexOf(run) + 1).find((one) => one.run.state === "succeeded");
  const earlier = formatFigure(getRunFigure(before?.run.evaluations));
  return (
    <div className="run-headline" aria-live="polite">
      <h2>{describeRun(run)}</h2>
      <p>
        {getGate(run)?.reason} {texts.facts(run.version, formatMoment(facts.created_at), facts.seconds)}{" "}
        {earlier && facts.state === "succeeded" && `${texts.better(earlier)} `}
        <a href={toUrl(`/designs/${run.design_id}#run-${facts.id}`)} onClick={followInPage}>
          {texts.showRun}
        </a>
      </p>
    </div>
  );
}

function describeRun(pipelineRun: PipelineRun): string {
  const { run } = pipelineRun;
  switch (run.state) {
    case "queued":
      return texts.queued(run.number);
    case "running":
      return texts.running(run.number, run.done, run.total);
    case "failed":
      return texts.failed(run.number);
    case "cancelled":
      return texts.cancelled(run.number);
    case "succeeded": {
      const gate = getGate(pipelineRun);
      if (gate) return (gate.promoted ? texts.promoted : texts.kept)(gate.model, run.number);
      return texts.succeeded(run.number, formatFigure(getRunFigure(run.evaluations)));
    }
  }
}
