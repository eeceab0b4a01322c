/** Which modules to offer first: what usually follows a port, in the user's designs, in the samples, and by type. */

import type { Module, PortType } from "../api/apiTypes";
import type { Design } from "../api/designDocument";
import { COMMON_SUCCESSORS } from "./commonSuccessors";
import { findModuleByRole, type ModuleRole } from "./moduleRoles";
import { type AcceptedTypes, isTypeAccepted, listEdges } from "./ports";

export interface ModulePort {
  module: string;
  port: string;
  type: PortType;
  side: "input" | "output";
}

/** What a port of a type is mostly for, where neither design nor samples tell. */
const ROLES_BY_TYPE: Partial<Record<PortType, readonly ModuleRole[]>> = {
  untrained_model: ["trainer", "tuner", "cross_validator"],
  trained_model: ["scorer"],
  transformation: ["transformation_applier"],
  evaluation: ["evaluator"],
  dataset: ["column_selector", "missing_value_cleaner", "splitter", "trainer", "scorer"],
};

/** Whether a module has a port for the end of an edge. */
export function hasFittingPort(module: Module, end: ModulePort, accepts: AcceptedTypes): boolean {
  return end.side === "output"
    ? module.inputs.some((port) => isTypeAccepted(accepts, port.type, end.type))
    : module.outputs.some((port) => isTypeAccepted(accepts, end.type, port.type));
}

/** The modules that fit an end, the most usual first; those nothing is known of keep their order. */
export function rankModules(
  modules: readonly Module[],
  end: ModulePort,
  accepts: AcceptedTypes,
  designs: readonly Design[],
): Module[] {
  const own = countNeighbors(designs, end);
  const usual = end.side === "output" ? (COMMON_SUCCESSORS[end.module] ?? []) : listProducers(end.module);
  const roles = end.side === "output" ? (ROLES_BY_TYPE[end.type] ?? []) : [];
  const byType = roles.map((role) => findModuleByRole(modules, role)?.name ?? "");
  const score = (module: Module): number =>
    3 * (own.get(module.name) ?? 0) +
    scoreListPosition(usual, module.name) +
    scoreListPosition(byType, module.name) / 2 +
    scoreExactType(module, end);
  const fitting = modules.filter((module) => hasFittingPort(module, end, accepts));
  const scores = new Map(fitting.map((module) => [module.name, score(module)]));
  return [...fitting].sort((one, other) => scores.get(other.name)! - scores.get(one.name)!);
}

/** A port of the very type counts for a little more than one that takes it among others. */
function scoreExactType(module: Module, end: ModulePort): number {
  const ports = end.side === "output" ? module.inputs : module.outputs;
  return ports.some((port) => port.type === end.type) ? 0.1 : 0;
}

/** Places count down to this one; whatever comes later in a long list counts alike. */
const LAST_RANKED_PLACE = 12;

function scoreListPosition(list: readonly string[], name: string): number {
  const at = list.indexOf(name);
  return at < 0 ? 0 : 2 - Math.min(1, at / Math.min(list.length, LAST_RANKED_PLACE));
}

const listProducers = (module: string): string[] =>
  Object.keys(COMMON_SUCCESSORS).filter((source) => COMMON_SUCCESSORS[source]!.includes(module));

/** How often each module stands at the other end in designs. */
function countNeighbors(designs: readonly Design[], end: ModulePort): Map<string, number> {
  const found = new Map<string, number>();
  for (const design of designs) {
    for (const { source, output, target, input } of listEdges(design)) {
      const [from, to] = [design.nodes[source]?.module, design.nodes[target]?.module];
      if (!from || !to) continue;
      const here =
        end.side === "output" ? from === end.module && output === end.port : to === end.module && input === end.port;
      const there = end.side === "output" ? to : from;
      if (here) found.set(there, (found.get(there) ?? 0) + 1);
    }
  }
  return found;
}
