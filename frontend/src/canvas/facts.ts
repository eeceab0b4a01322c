/** What a card shows of run and analysis, read so that a card is drawn again only when its own facts change. */

import type { Analysis, Glance, Module, Output, Problem } from "../api/types";
import { type Status, type StatusFacts, statusOf } from "../graph/status";
import type { DesignNode } from "../graph/types";
import { useDesign } from "../stores/design";
import { useRun } from "../stores/run";

const NONE: Problem[] = [];

interface ByNode {
  problems: Map<string, Problem[]>;
  changed: Set<string>;
}

const sorted = new WeakMap<Analysis, ByNode>();

/** Sorted once for all cards: a thousand of them ask. */
function byNode(analysis: Analysis): ByNode {
  let found = sorted.get(analysis);
  if (!found) {
    const of = analysis.problems.filter((problem) => problem.node !== null);
    found = { problems: Map.groupBy(of, (problem) => problem.node!), changed: new Set(analysis.changed) };
    sorted.set(analysis, found);
  }
  return found;
}

const problemsIn = (analysis: Analysis | null, node: string): Problem[] =>
  (analysis && byNode(analysis).problems.get(node)) ?? NONE;

const changedIn = (analysis: Analysis | null, node: string): boolean =>
  analysis !== null && byNode(analysis).changed.has(node);

function knownIn(analysis: Analysis | null, id: string, module: Module | undefined): Output | undefined {
  const output = module?.outputs[0];
  return output ? analysis?.known[`${id}.${output.name}`] : undefined;
}

type OfNode = Pick<StatusFacts, "step" | "progress" | "changed" | "run" | "known">;

function statusFrom(node: DesignNode | undefined, module: Module | undefined, facts: OfNode): Status {
  const untrained = module?.outputs[0]?.type === "untrained_model";
  return statusOf({ ...facts, disabled: node?.disabled ?? false, bypassed: node?.bypassed ?? false, untrained });
}

function glanceFrom(
  id: string,
  module: Module | undefined,
  outputs: Record<string, Output> | undefined,
  known: Analysis["known"] | undefined,
): Glance | null {
  for (const { name } of module?.outputs ?? []) {
    const output: Output | undefined = outputs?.[name] ?? known?.[`${id}.${name}`];
    if (output?.glance) return output.glance;
  }
  return null;
}

export const useProblems = (node: string): Problem[] => useDesign(({ analysis }) => problemsIn(analysis, node));
export const useChanged = (node: string): boolean => useDesign(({ analysis }) => changedIn(analysis, node));

export function useStatus(id: string, node: DesignNode | undefined, module: Module | undefined): Status {
  const step = useRun((store) => store.steps[id]);
  const progress = useRun((store) => store.progress[id]);
  const run = useRun((store) => store.run?.number ?? null);
  const changed = useChanged(id);
  const known = useDesign(({ analysis }) => knownIn(analysis, id, module));
  return statusFrom(node, module, { step, progress, changed, run, known });
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
  return glanceFrom(id, module, outputs, known);
}

/** What a card says now, for those who draw many at once. */
export function factsNow(id: string, node: DesignNode, module: Module | undefined) {
  const { steps, progress, run } = useRun.getState();
  const { analysis } = useDesign.getState();
  const changed = changedIn(analysis, id);
  const known = knownIn(analysis, id, module);
  const facts = { step: steps[id], progress: progress[id], run: run?.number ?? null, changed, known };
  return {
    status: statusFrom(node, module, facts),
    problems: problemsIn(analysis, id).length,
    glance: glanceFrom(id, module, steps[id]?.outputs, analysis?.known),
  };
}
