/** The steps of the tours, and whether each is done: read off the design, its run and what is open, by port types. */

import type { Module, PortType, Task } from "../../api/apiTypes";
import type { Design } from "../../api/designDocument";
import { findModuleByRole, type ModuleRole } from "../../graph/moduleRoles";
import type { TourName } from "../../stores/tourStore";

export interface TourState {
  design: Design;
  modules: ReadonlyMap<string, Module>;
  /** The states of the latest steps, by node. */
  states: Readonly<Record<string, string>>;
  /** The output whose result is open. */
  result: { node: string; port: string } | null;
}

/** What to use for a step: a row of the palette by its module, or a part of the page. */
export type TourTarget = { module: string } | { selector: string };

export interface TourStep {
  id: string;
  done: (seen: TourState) => boolean;
  target: (seen: TourState) => TourTarget | null;
}

const GOOD = ["succeeded", "reused"];

const getModule = ({ design, modules }: TourState, node: string): Module | undefined =>
  modules.get(design.nodes[node]?.module ?? "");

const listNodes = (state: TourState): string[] => Object.keys(state.design.nodes);

const hasInputs = (module: Module | undefined, ...types: PortType[]): boolean =>
  types.every((type) => module?.inputs.some((port) => port.type === type) ?? false);

const hasOutput = (module: Module | undefined, type: PortType): boolean =>
  module?.outputs.some((port) => port.type === type) ?? false;

const isSource = (module: Module | undefined): boolean =>
  hasOutput(module, "dataset") && (module?.inputs.every(({ optional }) => optional) ?? false);

const isLearner = (module: Module | undefined): boolean => hasOutput(module, "untrained_model");
const isTrainer = (module: Module | undefined): boolean =>
  hasInputs(module, "untrained_model", "dataset") && hasOutput(module, "trained_model");
const isScorer = (module: Module | undefined): boolean =>
  hasInputs(module, "trained_model", "dataset") && hasOutput(module, "dataset");
const isEvaluator = (module: Module | undefined): boolean => hasOutput(module, "evaluation");

const findNode = (state: TourState, is: (module: Module | undefined) => boolean): string | undefined =>
  listNodes(state).find((node) => is(getModule(state, node)));

/** Whether a node has an edge at every port of these types. */
function hasConnectedInputs(state: TourState, node: string, ...types: PortType[]): boolean {
  const inputs = state.design.nodes[node]?.inputs ?? {};
  const ports = getModule(state, node)?.inputs.filter((port) => types.includes(port.type) && !port.optional) ?? [];
  return ports.every((port) => inputs[port.name] !== undefined && inputs[port.name]?.length !== 0);
}

const existsBehind = (state: TourState, is: (module: Module | undefined) => boolean, ...types: PortType[]): boolean =>
  listNodes(state).some((node) => is(getModule(state, node)) && hasConnectedInputs(state, node, ...types));

const hasRun = (state: TourState, node: string | undefined): boolean =>
  node !== undefined && GOOD.includes(state.states[node] ?? "");

/** The type of the open result, if its node has run. */
function getOpenResultType(state: TourState): PortType | null {
  const { result } = state;
  if (!result || !hasRun(state, result.node)) return null;
  return getModule(state, result.node)?.outputs.find(({ name }) => name === result.port)?.type ?? null;
}

const getCardTarget = (node: string | undefined): TourTarget | null =>
  node === undefined ? null : { selector: `.react-flow__node[data-id="${CSS.escape(node)}"]` };

const getPortTarget = (node: string | undefined, side: "source" | "target"): TourTarget | null =>
  node === undefined
    ? null
    : { selector: `.react-flow__node[data-id="${CSS.escape(node)}"] .react-flow__handle.${side}` };

/** The row of the palette with this role. */
function targetModule({ modules }: TourState, role: ModuleRole, task: Task | null = null): TourTarget | null {
  const module = findModuleByRole(modules.values(), role, task);
  return module ? { module: module.name } : null;
}

const targetPortOrModule =
  (is: (module: Module | undefined) => boolean, role: ModuleRole) =>
  (state: TourState): TourTarget | null => {
    const node = findNode(state, is);
    return node === undefined ? targetModule(state, role) : getPortTarget(node, "target");
  };

const RUN: TourTarget = { selector: ".run-button-main" };

const isSplit = (module: Module | undefined): boolean => module?.role === "splitter";

const firstTourSteps: TourStep[] = [
  {
    id: "data",
    done: (seen) => findNode(seen, isSource) !== undefined,
    target: () => ({ selector: ".palette-search input" }),
  },
  {
    id: "split",
    done: (seen) => existsBehind(seen, isSplit, "dataset"),
    target: targetPortOrModule(isSplit, "splitter"),
  },
  {
    id: "learner",
    done: (seen) => findNode(seen, isLearner) !== undefined,
    target: (seen) => targetModule(seen, "baseline_learner", "regression"),
  },
  {
    id: "train",
    done: (seen) => existsBehind(seen, isTrainer, "untrained_model", "dataset"),
    target: targetPortOrModule(isTrainer, "trainer"),
  },
  {
    id: "label",
    done: (seen) => listNodes(seen).some((node) => isTrainer(getModule(seen, node)) && hasLabel(seen, node)),
    target: (seen) => getCardTarget(findNode(seen, isTrainer)),
  },
  {
    id: "score",
    done: (seen) => existsBehind(seen, isScorer, "trained_model", "dataset"),
    target: targetPortOrModule(isScorer, "scorer"),
  },
  {
    id: "evaluate",
    done: (seen) => existsBehind(seen, isEvaluator, "dataset"),
    target: targetPortOrModule(isEvaluator, "evaluator"),
  },
  { id: "run", done: (seen) => hasRun(seen, findNode(seen, isEvaluator)), target: () => RUN },
  {
    id: "look",
    done: (seen) => getOpenResultType(seen) === "evaluation",
    target: (seen) => getPortTarget(findNode(seen, isEvaluator), "source"),
  },
];

const hasLabel = (state: TourState, node: string): boolean => Boolean(state.design.nodes[node]?.parameters.label);

const findRanNode = (state: TourState, type: PortType): string | undefined =>
  listNodes(state).find((node) => hasRun(state, node) && hasOutput(getModule(state, node), type));

const resultTourSteps: TourStep[] = [
  { id: "ran", done: (seen) => listNodes(seen).some((node) => hasRun(seen, node)), target: () => RUN },
  {
    id: "open",
    done: (seen) => getOpenResultType(seen) !== null,
    target: (seen) =>
      getPortTarget(
        listNodes(seen).find((node) => hasRun(seen, node)),
        "source",
      ),
  },
  {
    id: "table",
    done: (seen) => getOpenResultType(seen) === "dataset",
    target: (seen) => getPortTarget(findRanNode(seen, "dataset"), "source"),
  },
  {
    id: "model",
    done: (seen) => getOpenResultType(seen) === "trained_model",
    target: (seen) => getPortTarget(findRanNode(seen, "trained_model"), "source"),
  },
  {
    id: "metrics",
    done: (seen) => getOpenResultType(seen) === "evaluation",
    target: (seen) => getPortTarget(findRanNode(seen, "evaluation"), "source"),
  },
];

export const TOURS: Record<TourName, readonly TourStep[]> = { first: firstTourSteps, result: resultTourSteps };

/** Steps that count as done once they were: what was open need not stay open. */
export const LASTING = ["look", ...resultTourSteps.map(({ id }) => id)];

/** The ids of the steps that are done, in their order. */
export function listDoneSteps(tour: TourName, state: TourState, before: readonly string[]): string[] {
  return TOURS[tour].filter((step) => before.includes(step.id) || step.done(state)).map(({ id }) => id);
}
