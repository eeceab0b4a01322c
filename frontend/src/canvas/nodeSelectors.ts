/** What a card shows of run and analysis, read so that a card is drawn again only when its own facts change. */

import type { Analysis, Module, Output, Problem, Run, Thumbnail } from "../api/apiTypes";
import type { DesignNode } from "../api/designDocument";
import { describeStatus, type NodeStatus, type StatusFacts } from "../graph/nodeStatus";
import { useDesign } from "../stores/designStore";
import { useRun } from "../stores/runStore";

const NO_PROBLEMS: Problem[] = [];

interface NodeFindings {
  problems: Map<string, Problem[]>;
  changed: Set<string>;
}

const findingsCache = new WeakMap<Analysis, NodeFindings>();

/** Sorted once for all cards: a thousand of them ask. */
function groupByNode(analysis: Analysis): NodeFindings {
  let found = findingsCache.get(analysis);
  if (!found) {
    const of = analysis.problems.filter((problem) => problem.node !== null);
    found = { problems: Map.groupBy(of, (problem) => problem.node!), changed: new Set(analysis.changed) };
    findingsCache.set(analysis, found);
  }
  return found;
}

const getProblems = (analysis: Analysis | null, node: string): Problem[] =>
  (analysis && groupByNode(analysis).problems.get(node)) ?? NO_PROBLEMS;

const hasChanged = (analysis: Analysis | null, node: string): boolean =>
  analysis !== null && groupByNode(analysis).changed.has(node);

function getKnownOutput(analysis: Analysis | null, id: string, module: Module | undefined): Output | undefined {
  const output = module?.outputs[0];
  return output ? analysis?.known[`${id}.${output.name}`] : undefined;
}

type NodeRunFacts = Pick<StatusFacts, "step" | "progress" | "changed" | "run" | "known">;

function computeStatus(node: DesignNode | undefined, module: Module | undefined, facts: NodeRunFacts): NodeStatus {
  const untrained = module?.outputs[0]?.type === "untrained_model";
  return describeStatus({ ...facts, disabled: node?.disabled ?? false, bypassed: node?.bypassed ?? false, untrained });
}

function findThumbnail(
  id: string,
  module: Module | undefined,
  outputs: Record<string, Output> | undefined,
  known: Analysis["known"] | undefined,
): Thumbnail | null {
  for (const { name } of module?.outputs ?? []) {
    const output: Output | undefined = outputs?.[name] ?? known?.[`${id}.${name}`];
    if (output?.glance) return output.glance;
  }
  return null;
}

export const useProblems = (node: string): Problem[] => useDesign(({ analysis }) => getProblems(analysis, node));
export const useHasChanged = (node: string): boolean => useDesign(({ analysis }) => hasChanged(analysis, node));

/** The number of the latest run, where the node was part of it. */
const getRunNumber = ({ run }: { run: Run | null }, id: string): number | null =>
  run?.steps.some((step) => step.node === id) ? run.number : null;

export function useStatus(id: string, node: DesignNode | undefined, module: Module | undefined): NodeStatus {
  const step = useRun((store) => store.steps[id]);
  const progress = useRun((store) => store.progress[id]);
  const run = useRun((store) => getRunNumber(store, id));
  const changed = useHasChanged(id);
  const known = useDesign(({ analysis }) => getKnownOutput(analysis, id, module));
  return computeStatus(node, module, { step, progress, changed, run, known });
}

/** Whether something that came out of the node can be looked at. */
export function useHasResult(id: string, module: Module | undefined): boolean {
  const outputs = useRun((store) => store.steps[id]?.outputs);
  const known = useDesign(({ analysis }) => analysis?.known);
  return module?.outputs.some(({ name }) => outputs?.[name] ?? known?.[`${id}.${name}`]) ?? false;
}

/** The picture of the first output that has one: of the latest run, else of what is known. */
export function useThumbnail(id: string, module: Module | undefined): Thumbnail | null {
  const outputs = useRun((store) => store.steps[id]?.outputs);
  const known = useDesign(({ analysis }) => analysis?.known);
  return findThumbnail(id, module, outputs, known);
}

/** The picture of an earlier step of this visit, where the newest one gave nothing: it was stopped, or it failed. */
export function useFormerThumbnail(id: string, module: Module | undefined): Thumbnail | null {
  const outputs = useRun((store) => store.former[id]);
  return findThumbnail(id, module, outputs, undefined);
}

/** What a card says now, for those who draw many at once. */
export function readCardFacts(id: string, node: DesignNode, module: Module | undefined) {
  const { steps, progress } = useRun.getState();
  const { analysis } = useDesign.getState();
  const changed = hasChanged(analysis, id);
  const known = getKnownOutput(analysis, id, module);
  const facts = { step: steps[id], progress: progress[id], run: getRunNumber(useRun.getState(), id), changed, known };
  return {
    status: computeStatus(node, module, facts),
    problems: getProblems(analysis, id).length,
    glance: findThumbnail(id, module, steps[id]?.outputs, analysis?.known),
  };
}
