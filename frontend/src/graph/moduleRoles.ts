/** What a module is for, as the catalog tells it: the app finds modules by their roles and knows none by its name. */

import type { DatasetSummary, Module, Task } from "../api/apiTypes";

export type ModuleRole = NonNullable<Module["role"]>;

type RoleBearer = Pick<Module, "name" | "role" | "task">;

/** Whether a module has the role for all tasks, as Train Model has; not those that have it for one task only. */
export const isGeneral = (module: RoleBearer | undefined, role: ModuleRole): boolean =>
  module?.role === role && module.task === null;

/** The module with a role, for one task or else the one for all; undefined where the server has none. */
export function findModuleByRole<Found extends RoleBearer>(
  modules: Iterable<Found>,
  role: ModuleRole,
  task: Task | null = null,
): Found | undefined {
  for (const module of modules) if (module.role === role && module.task === task) return module;
  return undefined;
}

/** The role of the module that brings a dataset onto the canvas: a table as rows, a file as it is. */
export const getSourceRole = (dataset: Pick<DatasetSummary, "kind">): ModuleRole =>
  dataset.kind === "file" ? "file_source" : "dataset_source";

/** Whether the node stands for a stored dataset, which its parameter `dataset` names. */
export const isDatasetSource = (module: Pick<Module, "role"> | undefined): boolean =>
  module?.role === "dataset_source" || module?.role === "file_source";
