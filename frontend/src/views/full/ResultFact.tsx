/** What there is to say of a result in a few words: a metric, its rows and columns, or how long it took. */

import { useRuns } from "../../api/queries";
import type { Output } from "../../api/types";
import { headlineMetric } from "../../components/headlineMetric";
import { seconds, size } from "../../messages/words";
import { useDesign } from "../../stores/design";
import { useRun } from "../../stores/run";

export function ResultFact({ node, output }: { node: string; output: Output }) {
  const metrics = useMetrics(node);
  const time = useRun((store) => store.steps[node]?.seconds ?? null);
  const { rows, columns } = output;
  const words = [
    metrics && headlineMetric({ [node]: metrics }),
    rows !== null && columns !== null && output.type === "dataset" && size(rows, columns),
    output.type === "trained_model" && time !== null && seconds(time),
  ].filter(Boolean);
  return <span className="full-fact">{words.join(", ")}</span>;
}

/** What an evaluation measured in the latest run. */
export function useMetrics(node: string): Record<string, number> | undefined {
  const { data } = useRuns(useDesign(({ id }) => id) ?? "");
  const run = useRun((store) => store.run?.id);
  return data?.find(({ id }) => id === run)?.metrics[node];
}
