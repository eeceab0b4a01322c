/** What an evaluation can be compared with: others of the same run, and its own in other runs; remembered per card. */

import { useLocalStorage } from "@mantine/hooks";
import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { queries, useRuns } from "../../api/queries";
import type { Output, Run, RunSummary } from "../../api/types";
import type { EvaluationView } from "../../api/views";
import { headlineMetric } from "../../components/headlineMetric";
import type { Design } from "../../graph/types";
import { full as say } from "../../messages/looking";
import { distinctName } from "../../panels/problemWords";
import { useDesign } from "../../stores/design";
import { useRun } from "../../stores/run";
import { comparedWith } from "../evaluation/joined";

/** So many fit into the charts beside what is shown, and stay readable. */
export const MOST = 3;
/** So many runs are offered, the newest first. */
const OFFERED = 40;

export interface Other {
  /** "node ..." for another evaluation of this run, "run ..." for this one in another run. */
  id: string;
  name: string;
  fact: string;
}

export interface Comparison {
  inRun: Other[];
  runs: Other[];
  chosen: string[];
  choose: (id: string, on: boolean) => void;
  /** All that is compared, as one evaluation; null while nothing is chosen or not all of it is there. */
  view: EvaluationView | null;
  /** The place of the first model that is compared with. */
  against: number;
  /** Why nothing is compared although something is chosen. */
  trouble: string;
}

type Metrics = RunSummary["metrics"][string];

/** Null for what is no evaluation. */
export function useComparison(node: string, output: Output | undefined): Comparison | null {
  const design = useDesign(({ id }) => id) ?? "";
  const document = useDesign((store) => store.document);
  const steps = useRun((store) => store.steps);
  const run = useRun((store) => store.run);
  const { data: runs } = useRuns(design);
  const [kept, keep] = useLocalStorage<string[]>({
    key: `designery:compare:${design}:${node}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const judged = output?.type === "evaluation";
  const own = runs?.find(({ id }) => id === run?.id)?.metrics;
  const inRun = judged && document && own ? othersOf(node, document, own) : [];
  const earlier = judged && runs ? runsOf(node, runs, run, own?.[node]) : [];
  const offered = [...inRun, ...earlier];
  const chosen = kept.filter((id) => offered.some((other) => other.id === id)).slice(0, MOST);
  const names = [run ? say.run(run.number) : distinctName(node), ...chosen.map((id) => nameIn(offered, id))];
  if (earlier.every(({ id }) => !chosen.includes(id))) names[0] = distinctName(node);
  const found = useJoined(node, judged ? output.artifact : null, chosen, steps, names);
  if (!judged) return null;
  const choose = (id: string, on: boolean) => keep(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return { inRun, runs: earlier, chosen, choose, ...found };
}

const nameIn = (others: Other[], id: string): string => others.find((other) => other.id === id)?.name ?? id;

function othersOf(node: string, design: Design, metrics: RunSummary["metrics"]): Other[] {
  return Object.keys(metrics)
    .filter((other) => other !== node && design.nodes[other] && alike(metrics[node], metrics[other]))
    .map((other) => ({
      id: `node ${other}`,
      name: distinctName(other),
      fact: headlineMetric({ [other]: metrics[other]! }),
    }));
}

function runsOf(node: string, runs: RunSummary[], run: Run | null, own: Metrics | undefined): Other[] {
  return runs
    .filter(({ id, metrics }) => id !== run?.id && alike(own, metrics[node]))
    .slice(0, OFFERED)
    .map(({ id, number, metrics }) => ({
      id: `run ${id}`,
      name: say.run(number),
      fact: same(own, metrics[node]) ? say.same : headlineMetric({ [node]: metrics[node]! }),
    }));
}

/** Whether the same was measured of both; of an evaluation that was not in the latest run nothing is known. */
const alike = (one: Metrics | undefined, other: Metrics | undefined): boolean =>
  other !== undefined && (one === undefined || Object.keys(one).some((name) => name in other));

const same = (one: Metrics | undefined, other: Metrics | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

type Steps = ReturnType<typeof useRun.getState>["steps"];
type Joined = Pick<Comparison, "view" | "against" | "trouble">;

/** Reads what is chosen, and makes one evaluation of it. */
function useJoined(node: string, artifact: string | null, chosen: string[], steps: Steps, names: string[]): Joined {
  const compared = useQueries({
    queries: chosen.map((id) => ({ ...queries.run(id.slice(4)), enabled: id.startsWith("run ") })),
    combine: (results) =>
      results.map(({ data, isError }) => ({ steps: data?.steps, missing: isError || (data !== undefined && !data) })),
  });
  const artifacts = chosen.map((id, at) =>
    id.startsWith("node ")
      ? evaluationIn(steps[id.slice(5)]?.outputs)
      : evaluationIn(compared[at]?.steps?.find((step) => step.node === node)?.outputs),
  );
  const read = useQueries({
    queries: [artifact, ...artifacts].map((id) => ({ ...queries.artifact(id ?? ""), enabled: Boolean(id) })),
    combine: (results) => results.map(({ data, isError }) => ({ view: data?.view, isError })),
  });
  const word = names.join("\n");
  const view = useMemo(
    () =>
      chosen.length === 0
        ? null
        : comparedWith(
            read.map((one) => one.view),
            word.split("\n"),
          ),
    [read, word, chosen.length],
  );
  const gone = read.some(({ isError }) => isError) || compared.some(({ missing }) => missing);
  const unlike = chosen.length > 0 && view === null && read.every((one) => one.view !== undefined);
  const first = read[0]?.view;
  const against = first?.kind === "evaluation" ? first.models.length : 0;
  return { view, against, trouble: gone ? say.gone : unlike ? say.unlike : "" };
}

const evaluationIn = (outputs: Record<string, Output> | undefined): string | null =>
  Object.values(outputs ?? {}).find(({ type }) => type === "evaluation")?.artifact ?? null;
