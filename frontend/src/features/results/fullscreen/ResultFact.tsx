/** What there is to say of a result in a few words: a metric, its rows and columns, or how long it took. */

import type { ModelMetrics, Output } from "../../../api/apiTypes";
import { useRuns } from "../../../api/queries";
import { getHeadlineFigure } from "../../../lib/headlineMetric";
import { formatFigure } from "../../../lib/runFigure";
import { formatSeconds, formatTableSize } from "../../../messages/formatting";
import { useDesign } from "../../../stores/designStore";
import { useRun } from "../../../stores/runStore";

export function ResultFact({ node, output }: { node: string; output: Output }) {
  const models = useEvaluatedModels(node);
  const time = useRun((store) => store.steps[node]?.seconds ?? null);
  const { rows, columns } = output;
  const words = [
    formatFigure(getHeadlineFigure(models)),
    rows !== null && columns !== null && output.type === "dataset" && formatTableSize(rows, columns),
    output.type === "trained_model" && time !== null && formatSeconds(time),
  ].filter(Boolean);
  return <span className="full-fact">{words.join(", ")}</span>;
}

/** What an evaluation measured in the latest run. */
export function useEvaluatedModels(node: string): ModelMetrics[] | undefined {
  const { data } = useRuns(useDesign(({ id }) => id) ?? "");
  const run = useRun((store) => store.run?.id);
  return data?.find(({ id }) => id === run)?.evaluations[node];
}
