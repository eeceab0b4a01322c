/** What a card shows of run and analysis, read so that a card is drawn again only when its own facts change. */

import type { Analysis, Glance, Module, Output, Problem } from "../api/types";
import { type Status, statusOf } from "../graph/status";
import type { DesignNode } from "../graph/types";
import { useDesign } from "../stores/design";
import { useRun } from "../stores/run";

const NONE: Problem[] = [];
const grouped = new WeakMap<Analysis, Map<string, Problem[]>>();

function problemsByNode(analysis: Analysis): Map<string, Problem[]> {
  let groups = grouped.get(analysis);
  if (!groups) {
    groups = Map.groupBy(
      analysis.problems.filter((problem) => problem.node !== null),
      (problem) => problem.node!,
    );
    grouped.set(analysis, groups);
  }
  return groups;
}

export const useProblems = (node: string): Problem[] =>
  useDesign(({ analysis }) => (analysis ? (problemsByNode(analysis).get(node) ?? NONE) : NONE));

export function useStatus(id: string, node: DesignNode | undefined, module: Module | undefined): Status {
  const step = useRun((store) => store.steps[id]);
  const progress = useRun((store) => store.progress[id]);
  const run = useRun((store) => store.run?.number ?? null);
  const changed = useDesign(({ analysis }) => analysis?.changed.includes(id) ?? false);
  const output = module?.outputs[0];
  const known = useDesign(({ analysis }) => (output ? analysis?.known[`${id}.${output.name}`] : undefined));
  const untrained = output?.type === "untrained_model";
  const off = { disabled: node?.disabled ?? false, bypassed: node?.bypassed ?? false };
  return statusOf({ step, progress, changed, run, ...off, known, untrained });
}

/** Whether something that came out of the node can be looked at. */
export function useHasResult(id: string, module: Module | undefined): boolean {
  const outputs = useRun((store) => store.steps[id]?.outputs);
  const known = useDesign(({ analysis }) => analysis?.known);
  return module?.outputs.some(({ name }) => outputs?.[name] ?? known?.[`${id}.${name}`]) ?? false;
}

/** The picture of the first output that has one: of the latest run, else of what is known. */
export function useGlance(id: string, module: Module | undefined): Glance | null {
  const outputs = useRun((store) => store.steps[id]?.outputs);
  const known = useDesign(({ analysis }) => analysis?.known);
  for (const { name } of module?.outputs ?? []) {
    const output: Output | undefined = outputs?.[name] ?? known?.[`${id}.${name}`];
    if (output?.glance) return output.glance;
  }
  return null;
}
