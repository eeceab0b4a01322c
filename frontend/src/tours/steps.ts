/** The steps of the tours, and whether each is done: read off the design, its run and what is open, by port types. */

import type { Module, PortType } from "../api/types";
import type { Design } from "../graph/types";
import type { TourName } from "./store";

export interface Seen {
  design: Design;
  modules: ReadonlyMap<string, Module>;
  /** The states of the latest steps, by node. */
  states: Readonly<Record<string, string>>;
  /** The output whose result is open. */
  result: { node: string; port: string } | null;
}

/** What to use for a step: a row of the palette by its module, or a part of the page. */
export type Target = { module: string } | { selector: string };

export interface TourStep {
  id: string;
  done: (seen: Seen) => boolean;
  target: (seen: Seen) => Target | null;
}

const GOOD = ["succeeded", "reused"];

const moduleOf = ({ design, modules }: Seen, node: string): Module | undefined =>
  modules.get(design.nodes[node]?.module ?? "");

const nodes = (seen: Seen): string[] => Object.keys(seen.design.nodes);

const takes = (module: Module | undefined, ...types: PortType[]): boolean =>
  types.every((type) => module?.inputs.some((port) => port.type === type) ?? false);

const gives = (module: Module | undefined, type: PortType): boolean =>
  module?.outputs.some((port) => port.type === type) ?? false;

const isSource = (module: Module | undefined): boolean =>
  gives(module, "dataset") && (module?.inputs.every(({ optional }) => optional) ?? false);

const isLearner = (module: Module | undefined): boolean => gives(module, "untrained_model");
const isTrainer = (module: Module | undefined): boolean =>
  takes(module, "untrained_model", "dataset") && gives(module, "trained_model");
const isScorer = (module: Module | undefined): boolean =>
  takes(module, "trained_model", "dataset") && gives(module, "dataset");
const isEvaluator = (module: Module | undefined): boolean => gives(module, "evaluation");

const find = (seen: Seen, is: (module: Module | undefined) => boolean): string | undefined =>
  nodes(seen).find((node) => is(moduleOf(seen, node)));

/** Whether a node has an edge at every port of these types. */
function fed(seen: Seen, node: string, ...types: PortType[]): boolean {
  const inputs = seen.design.nodes[node]?.inputs ?? {};
  const ports = moduleOf(seen, node)?.inputs.filter((port) => types.includes(port.type) && !port.optional) ?? [];
  return ports.every((port) => inputs[port.name] !== undefined && inputs[port.name]?.length !== 0);
}

const behind = (seen: Seen, is: (module: Module | undefined) => boolean, ...types: PortType[]): boolean =>
  nodes(seen).some((node) => is(moduleOf(seen, node)) && fed(seen, node, ...types));

const hasRun = (seen: Seen, node: string | undefined): boolean =>
  node !== undefined && GOOD.includes(seen.states[node] ?? "");

/** The type of the open result, if its node has run. */
function openType(seen: Seen): PortType | null {
  const { result } = seen;
  if (!result || !hasRun(seen, result.node)) return null;
  return moduleOf(seen, result.node)?.outputs.find(({ name }) => name === result.port)?.type ?? null;
}

const card = (node: string | undefined): Target | null =>
  node === undefined ? null : { selector: `.react-flow__node[data-id="${CSS.escape(node)}"]` };

const portOf = (node: string | undefined, side: "source" | "target"): Target | null =>
  node === undefined
    ? null
    : { selector: `.react-flow__node[data-id="${CSS.escape(node)}"] .react-flow__handle.${side}` };

const placedOr =
  (is: (module: Module | undefined) => boolean, module: string) =>
  (seen: Seen): Target => {
    const node = find(seen, is);
    return node === undefined ? { module } : portOf(node, "target")!;
  };

const RUN: Target = { selector: ".run-button-main" };

const isSplit = (module: Module | undefined): boolean => module?.name === "split_data";

const first: TourStep[] = [
  {
    id: "data",
    done: (seen) => find(seen, isSource) !== undefined,
    target: () => ({ selector: ".palette-search input" }),
  },
  { id: "split", done: (seen) => behind(seen, isSplit, "dataset"), target: placedOr(isSplit, "split_data") },
  {
    id: "learner",
    done: (seen) => find(seen, isLearner) !== undefined,
    target: () => ({ module: "linear_regression" }),
  },
  {
    id: "train",
    done: (seen) => behind(seen, isTrainer, "untrained_model", "dataset"),
    target: placedOr(isTrainer, "train_model"),
  },
  {
    id: "label",
    done: (seen) => nodes(seen).some((node) => isTrainer(moduleOf(seen, node)) && hasLabel(seen, node)),
    target: (seen) => card(find(seen, isTrainer)),
  },
  {
    id: "score",
    done: (seen) => behind(seen, isScorer, "trained_model", "dataset"),
    target: placedOr(isScorer, "score_model"),
  },
  {
    id: "evaluate",
    done: (seen) => behind(seen, isEvaluator, "dataset"),
    target: placedOr(isEvaluator, "evaluate_model"),
  },
  { id: "run", done: (seen) => hasRun(seen, find(seen, isEvaluator)), target: () => RUN },
  {
    id: "look",
    done: (seen) => openType(seen) === "evaluation",
    target: (seen) => portOf(find(seen, isEvaluator), "source"),
  },
];

const hasLabel = (seen: Seen, node: string): boolean => Boolean(seen.design.nodes[node]?.parameters.label);

const ranNode = (seen: Seen, type: PortType): string | undefined =>
  nodes(seen).find((node) => hasRun(seen, node) && gives(moduleOf(seen, node), type));

const result: TourStep[] = [
  { id: "ran", done: (seen) => nodes(seen).some((node) => hasRun(seen, node)), target: () => RUN },
  {
    id: "open",
    done: (seen) => openType(seen) !== null,
    target: (seen) =>
      portOf(
        nodes(seen).find((node) => hasRun(seen, node)),
        "source",
      ),
  },
  {
    id: "table",
    done: (seen) => openType(seen) === "dataset",
    target: (seen) => portOf(ranNode(seen, "dataset"), "source"),
  },
  {
    id: "model",
    done: (seen) => openType(seen) === "trained_model",
    target: (seen) => portOf(ranNode(seen, "trained_model"), "source"),
  },
  {
    id: "metrics",
    done: (seen) => openType(seen) === "evaluation",
    target: (seen) => portOf(ranNode(seen, "evaluation"), "source"),
  },
];

export const TOURS: Record<TourName, readonly TourStep[]> = { first, result };

/** Steps that count as done once they were: what was open need not stay open. */
export const LASTING = ["look", ...result.map(({ id }) => id)];

/** The ids of the steps that are done, in their order. */
export function doneOf(tour: TourName, seen: Seen, before: readonly string[]): string[] {
  return TOURS[tour].filter((step) => before.includes(step.id) || step.done(seen)).map(({ id }) => id);
}
