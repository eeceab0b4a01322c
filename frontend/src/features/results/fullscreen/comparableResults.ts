/** What an evaluation can be compared with: others of the same run, and its own in other runs; remembered per card. */

import { useLocalStorage } from "@mantine/hooks";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ModelMetrics, Output, Run, RunSummary } from "../../../api/apiTypes";
import type { EvaluationView } from "../../../api/artifactViews";
import type { Design } from "../../../api/designDocument";
import { queries, useRuns } from "../../../api/queries";
import { getHeadlineFigure } from "../../../lib/headlineMetric";
import { nameModels } from "../../../lib/modelNames";
import { formatFigure } from "../../../lib/runFigure";
import { fullscreenTexts as texts } from "../../../messages/chartTexts";
import { useDesign } from "../../../stores/designStore";
import { getDistinctNodeName } from "../../../stores/nodeNames";
import { useRun } from "../../../stores/runStore";
import { mergeForComparison } from "../evaluation/mergeEvaluations";

/** So many fit into the charts beside what is shown, and stay readable. */
export const MOST = 3;
/** So many runs are offered, the newest first. */
const OFFERED = 40;

export interface ComparableResult {
  /** "node ..." for another evaluation of this run, "run ..." for this one in another run. */
  id: string;
  name: string;
  fact: string;
}

export interface ResultComparison {
  inRun: ComparableResult[];
  runs: ComparableResult[];
  chosen: string[];
  choose: (id: string, on: boolean) => void;
  /** All that is compared, as one evaluation; null while nothing is chosen or not all of it is there. */
  view: EvaluationView | null;
  /** The place of the first model that is compared with. */
  against: number;
  /** Why nothing is compared although something is chosen. */
  trouble: string;
}

type Models = readonly ModelMetrics[];

/** Null for what is no evaluation. */
export function useResultComparison(node: string, output: Output | undefined): ResultComparison | null {
  const design = useDesign(({ id }) => id) ?? "";
  const document = useDesign((store) => store.document);
  const steps = useRun((store) => store.steps);
  const run = useRun((store) => store.run);
  const { data: runs } = useRuns(design);
  const [storedIds, keep] = useLocalStorage<string[]>({
    key: `designery:compare:${design}:${node}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const judged = output?.type === "evaluation";
  const own = runs?.find(({ id }) => id === run?.id)?.evaluations;
  const inRun = judged && document && own ? listOtherNodes(node, document, own) : [];
  const earlier = judged && runs ? listComparableRuns(node, runs, run, own?.[node]) : [];
  const offered = [...inRun, ...earlier];
  const chosen = storedIds.filter((id) => offered.some((other) => other.id === id)).slice(0, MOST);
  const names = [run ? texts.run(run.number) : getDistinctNodeName(node), ...chosen.map((id) => findName(offered, id))];
  if (earlier.every(({ id }) => !chosen.includes(id))) names[0] = getDistinctNodeName(node);
  const found = useJoinedEvaluation(node, judged ? output.artifact : null, chosen, { steps, run }, names);
  if (!judged) return null;
  const choose = (id: string, on: boolean) => keep(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return { inRun, runs: earlier, chosen, choose, ...found };
}

const findName = (others: ComparableResult[], id: string): string =>
  others.find((other) => other.id === id)?.name ?? id;

function listOtherNodes(node: string, design: Design, evaluations: RunSummary["evaluations"]): ComparableResult[] {
  return Object.keys(evaluations)
    .filter(
      (other) => other !== node && design.nodes[other] && hasSameMetricNames(evaluations[node], evaluations[other]),
    )
    .map((other) => ({
      id: `node ${other}`,
      name: getDistinctNodeName(other),
      fact: formatFigure(getHeadlineFigure(evaluations[other])),
    }));
}

function listComparableRuns(
  node: string,
  runs: RunSummary[],
  run: Run | null,
  own: Models | undefined,
): ComparableResult[] {
  return runs
    .filter(({ id, evaluations }) => id !== run?.id && hasSameMetricNames(own, evaluations[node]))
    .slice(0, OFFERED)
    .map(({ id, number, evaluations }) => ({
      id: `run ${id}`,
      name: texts.run(number),
      fact: isSameJson(own, evaluations[node]) ? texts.same : formatFigure(getHeadlineFigure(evaluations[node])),
    }));
}

/** Whether the same was measured of both; of an evaluation that was not in the latest run nothing is known. */
const hasSameMetricNames = (one: Models | undefined, other: Models | undefined): boolean =>
  other !== undefined && (one === undefined || [...listNames(one)].some((name) => listNames(other).has(name)));

const listNames = (models: Models): Set<string> => new Set(models.flatMap(({ metrics }) => Object.keys(metrics)));

/** Whether every model of one reached what the same of the other reached. */
const isSameJson = (one: Models | undefined, other: Models | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

type Steps = ReturnType<typeof useRun.getState>["steps"];
type JoinedEvaluation = Pick<ResultComparison, "view" | "against" | "trouble">;

/** Reads what is chosen, and makes one evaluation of it. */
function useJoinedEvaluation(
  node: string,
  artifact: string | null,
  chosen: string[],
  { steps, run }: { steps: Steps; run: Run | null },
  names: string[],
): JoinedEvaluation {
  const compared = useQueries({
    queries: chosen.map((id) => ({ ...queries.run(id.slice(4)), enabled: id.startsWith("run ") })),
    combine: (results) =>
      results.map(({ data, isError }) => ({ run: data, missing: isError || (data !== undefined && !data) })),
  });
  const artifacts = chosen.map((id, at) =>
    id.startsWith("node ")
      ? findEvaluationArtifact(steps[id.slice(5)]?.outputs)
      : findEvaluationArtifact(compared[at]?.run?.steps.find((step) => step.node === node)?.outputs),
  );
  const read = useQueries({
    queries: [artifact, ...artifacts].map((id) => ({ ...queries.artifact(id ?? ""), enabled: Boolean(id) })),
    combine: (results) => results.map(({ data, isError }) => ({ view: data?.view, isError })),
  });
  const word = names.join("\n");
  const titles = JSON.stringify([
    run?.model_titles?.[node],
    ...chosen.map((id, at) =>
      id.startsWith("node ") ? run?.model_titles?.[id.slice(5)] : compared[at]?.run?.model_titles?.[node],
    ),
  ]);
  const view = useMemo(
    () =>
      chosen.length === 0
        ? null
        : mergeForComparison(
            read.map((one, at) => nameModels(one.view, (JSON.parse(titles) as (string[] | null)[])[at] ?? undefined)),
            word.split("\n"),
          ),
    [read, word, titles, chosen.length],
  );
  const isGone = read.some(({ isError }) => isError) || compared.some(({ missing }) => missing);
  const unlike = chosen.length > 0 && view === null && read.every((one) => one.view !== undefined);
  const first = read[0]?.view;
  const against = first?.kind === "evaluation" ? first.models.length : 0;
  return { view, against, trouble: isGone ? texts.gone : unlike ? texts.differentKind : "" };
}

const findEvaluationArtifact = (outputs: Record<string, Output> | undefined): string | null =>
  Object.values(outputs ?? {}).find(({ type }) => type === "evaluation")?.artifact ?? null;
