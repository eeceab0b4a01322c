/** What came out of a run, as pictures to click: its evaluations, else its last datasets and models. */

import type { Run, Step } from "../../../api/apiTypes";
import type { Design } from "../../../api/designDocument";
import { useRuns } from "../../../api/queries";
import { CardPicture } from "../../../canvas/NodeThumbnail";
import { getSourceNodes } from "../../../graph/ports";
import { getHeadlineFigure } from "../../../lib/headlineMetric";
import { appTexts } from "../../../messages/appTexts";
import { formatTableSize } from "../../../messages/formatting";
import { useModule } from "../../../stores/catalogStore";
import { useDesign } from "../../../stores/designStore";
import { findLearnerName, getNodeName } from "../../../stores/nodeNames";
import { showResult, useUi } from "../../../stores/uiStore";
import { MetricFigure } from "../../../ui/MetricFigure";

const MOST = 4;

export function RunResults({ run }: { run: Run }) {
  const design = useDesign(({ document }) => document);
  const found = design ? listRunResults(design, run.steps) : [];
  if (found.length === 0) return null;
  const names = found.map(({ step }) => getNodeName(step.node));
  const twins = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return (
    <section className="run-results" aria-label={appTexts.run.results}>
      <h3 className="caption">{appTexts.run.results}</h3>
      {found.map(({ step, port }) => (
        <RunResultRow key={step.node} run={run} step={step} port={port} twin={twins.has(getNodeName(step.node))} />
      ))}
    </section>
  );
}

interface RunResult {
  step: Step;
  port: string;
}

function listRunResults(design: Design, steps: readonly Step[]): RunResult[] {
  const stepsWithOutputs = steps.filter((step) => design.nodes[step.node] && Object.keys(step.outputs).length > 0);
  const judged = stepsWithOutputs.flatMap((step) => {
    const port = Object.entries(step.outputs).find(([, output]) => output.type === "evaluation")?.[0];
    return port ? [{ step, port }] : [];
  });
  if (judged.length > 0) return judged.slice(0, MOST);
  const consumed = new Set(stepsWithOutputs.flatMap((step) => getSourceNodes(design, step.node)));
  return stepsWithOutputs
    .filter((step) => !consumed.has(step.node))
    .map((step) => ({ step, port: Object.keys(step.outputs)[0]! }))
    .filter(({ step, port }) => step.outputs[port]!.type !== "untrained_model")
    .slice(0, MOST);
}

function RunResultRow({ run, step, port, twin }: RunResult & { run: Run; twin: boolean }) {
  const shown = useUi(({ result, bottomTab }) => bottomTab === "results" && result?.node === step.node);
  const module = useModule(step.module);
  const output = step.outputs[port]!;
  const words = output.rows !== null && output.columns !== null ? formatTableSize(output.rows, output.columns) : "";
  return (
    <button type="button" className="run-result" aria-pressed={shown} onClick={() => showResult(step.node, port)}>
      <span className="run-result-plate">
        <CardPicture glance={output.glance} module={module} width={38} height={36} icon={22} />
      </span>
      <span className="run-result-name">
        {getNodeName(step.node)} {twin && <span className="run-step-learner">{findLearnerName(step.node)}</span>}
        <span className="run-result-fact">
          <RunResultMetric run={run} node={step.node} /> {words}
        </span>
      </span>
    </button>
  );
}

function RunResultMetric({ run, node }: { run: Run; node: string }) {
  const { data } = useRuns(run.design_id);
  return <MetricFigure figure={getHeadlineFigure(data?.find(({ id }) => id === run.id)?.evaluations[node])} />;
}
