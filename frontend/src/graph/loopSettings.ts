/** Which settings a loop can change: those of the modules between its beginning and its end. */

import type { ParameterWidget } from "../api/apiTypes";
import type { Design } from "../api/designDocument";
import { listEdges, type Modules } from "./ports";

export interface LoopSetting {
  /** "node.parameter", as the design stores it. */
  reference: string;
  field: ParameterWidget;
  nodeTitle: string;
}

/** By node, in the order of the data. */
export function listLoopSettings(design: Design, modules: Modules, start: string): LoopSetting[] {
  return listLoopNodes(design, modules, start).flatMap((node) => {
    const module = modules.get(design.nodes[node]?.module ?? "");
    const nodeTitle = design.nodes[node]?.title ?? module?.title ?? node;
    return (module?.widgets ?? [])
      .filter((field) => field.kind !== "artifact" && field.kind !== "secrets" && field.kind !== "loop_setting")
      .map((field) => ({ reference: `${node}.${field.name}`, field, nodeTitle }));
  });
}

/** What comes after the beginning, up to an end of a loop, and the learners that are used there. */
function listLoopNodes(design: Design, modules: Modules, start: string): string[] {
  const edges = listEdges(design);
  const roleOf = (node: string) => modules.get(design.nodes[node]?.module ?? "")?.role;
  const found = [start];
  for (const node of found) {
    if (roleOf(node) === "loop_end") continue;
    for (const { source, target } of edges) if (source === node && !found.includes(target)) found.push(target);
  }
  const inside = found.filter((node) => node !== start && roleOf(node) !== "loop_end");
  const isLearner = (node: string) =>
    (modules.get(design.nodes[node]?.module ?? "")?.outputs ?? []).some((port) => port.type === "untrained_model");
  const learners = edges
    .filter(({ source, target }) => inside.includes(target) && !found.includes(source) && isLearner(source))
    .map(({ source }) => source);
  return [...new Set([...learners, ...inside])];
}
