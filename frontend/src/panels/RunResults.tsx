/** What came out of a run, as pictures to click: its evaluations, else its last datasets and models. */

import { useRuns } from "../api/queries";
import type { Run, Step } from "../api/types";
import { CardPicture } from "../canvas/CardPicture";
import { headlineMetric } from "../components/headlineMetric";
import { sourcesOf } from "../graph/ports";
import type { Design } from "../graph/types";
import { text } from "../messages/en";
import { size } from "../messages/words";
import { useDesign } from "../stores/design";
import { useModule } from "../stores/library";
import { showResult, useUi } from "../stores/ui";
import { learnerOf, nameOfNode } from "./problemWords";

const MOST = 4;

export function RunResults({ run }: { run: Run }) {
  const design = useDesign(({ document }) => document);
  const found = design ? resultsOf(design, run.steps) : [];
  if (found.length === 0) return null;
  const names = found.map(({ step }) => nameOfNode(step.node));
  const twins = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return (
    <section className="run-results" aria-label={text.run.results}>
      <h3 className="caption">{text.run.results}</h3>
      {found.map(({ step, port }) => (
        <ResultRow key={step.node} run={run} step={step} port={port} twin={twins.has(nameOfNode(step.node))} />
      ))}
    </section>
  );
}

interface Result {
  step: Step;
  port: string;
}

function resultsOf(design: Design, steps: readonly Step[]): Result[] {
  const there = steps.filter((step) => design.nodes[step.node] && Object.keys(step.outputs).length > 0);
  const judged = there.flatMap((step) => {
    const port = Object.entries(step.outputs).find(([, output]) => output.type === "evaluation")?.[0];
    return port ? [{ step, port }] : [];
  });
  if (judged.length > 0) return judged.slice(0, MOST);
  const consumed = new Set(there.flatMap((step) => sourcesOf(design, step.node)));
  return there
    .filter((step) => !consumed.has(step.node))
    .map((step) => ({ step, port: Object.keys(step.outputs)[0]! }))
    .filter(({ step, port }) => step.outputs[port]!.type !== "untrained_model")
    .slice(0, MOST);
}

function ResultRow({ run, step, port, twin }: Result & { run: Run; twin: boolean }) {
  const shown = useUi(({ result, bottom }) => bottom === "results" && result?.node === step.node);
  const module = useModule(step.module);
  const output = step.outputs[port]!;
  const words = output.rows !== null && output.columns !== null ? size(output.rows, output.columns) : "";
  return (
    <button type="button" className="run-result" aria-pressed={shown} onClick={() => showResult(step.node, port)}>
      <span className="run-result-plate">
        <CardPicture glance={output.glance} module={module} width={38} height={36} icon={22} />
      </span>
      <span className="run-result-name">
        {nameOfNode(step.node)} {twin && <span className="run-step-learner">{learnerOf(step.node)}</span>}
        <span className="run-result-fact">
          <Metric run={run} node={step.node} /> {words}
        </span>
      </span>
    </button>
  );
}

function Metric({ run, node }: { run: Run; node: string }) {
  const { data } = useRuns(run.design_id);
  const metrics = data?.find(({ id }) => id === run.id)?.metrics[node];
  return metrics ? headlineMetric({ [node]: metrics }) : null;
}
