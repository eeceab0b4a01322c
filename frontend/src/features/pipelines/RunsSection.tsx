/** What the runs of a pipeline measured, as a chart, and what each was given, as a list. */

import { useState } from "react";
import { toUrl } from "../../api/basePath";
import type { Pipeline, PipelineRun } from "../../api/pipelines";
import { formatMoment } from "../../lib/format";
import { followInPage } from "../../lib/navigation";
import { getRunFigure } from "../../lib/runFigure";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { MetricFigure } from "../../ui/MetricFigure";
import { ResponsiveTable } from "../../ui/ResponsiveTable";
import { RunStateBadge } from "../../ui/RunState";
import { describeGiven } from "./describeGiven";
import { RunHistoryChart } from "./RunHistoryChart";
import "../../ui/textButton.css";
import "./runsSection.css";

const texts = pipelineTexts.runs;
const FEW = 5;

interface Props {
  pipeline: Pipeline;
  runs: readonly PipelineRun[];
  shown: string | undefined;
  onChoose: (run: string) => void;
}

export function RunsSection({ pipeline, runs, shown, onChoose }: Props) {
  const [isWhole, setIsWhole] = useState(false);
  const listed = isWhole ? runs : runs.slice(0, FEW);
  const { run, started, version, given, result } = texts.columns;
  return (
    <section className="pipeline-section">
      <div className="pipeline-section-head">
        <h3>{texts.title}</h3>
        {runs.length > FEW && (
          <button type="button" className="text-button" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? texts.fewer : texts.all(Math.max(pipeline.runs, runs.length))}
          </button>
        )}
      </div>
      {runs.length === 0 && <p className="runs-none">{texts.none}</p>}
      <RunHistoryChart runs={runs} shown={shown} onChoose={onChoose} />
      {runs.length > 0 && (
        <ResponsiveTable headings={[run, started, version, given, result]} className="pipeline-runs">
          {listed.map((one) => (
            <RunRow key={one.run.id} run={one} isShown={one.run.id === shown} onChoose={() => onChoose(one.run.id)} />
          ))}
        </ResponsiveTable>
      )}
    </section>
  );
}

interface RunRowProps {
  run: PipelineRun;
  isShown: boolean;
  onChoose: () => void;
}

function RunRow({ run: pipelineRun, isShown, onChoose }: RunRowProps) {
  const { run, version, started_by, design_id, attempt } = pipelineRun;
  return (
    <tr data-shown={isShown || undefined}>
      <th scope="row">
        <button type="button" className="text-button" aria-pressed={isShown} onClick={onChoose}>
          {texts.run(run.number)}
        </button>
        {attempt > 1 && <span className="runs-fact"> {texts.attempt(attempt)}</span>}
      </th>
      <td>
        <span>
          {formatMoment(run.created_at)} <span className="runs-fact">{texts.startedBy[started_by]}</span>
        </span>
      </td>
      <td>{version}</td>
      <td className="runs-given">{describeGiven(pipelineRun)}</td>
      <td>
        <span className="runs-result">
          <a
            className="runs-open"
            href={toUrl(`/designs/${design_id}#run-${run.id}`)}
            aria-label={texts.open(run.number)}
            onClick={followInPage}
          >
            <RunStateBadge run={run} short />
          </a>{" "}
          <MetricFigure figure={getRunFigure(run.evaluations)} />
        </span>
      </td>
    </tr>
  );
}
