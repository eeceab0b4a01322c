/** The catalog and the datasets, for canvas, palette and actions alike. */

import { create } from "zustand";
import { getGuestAccess } from "../api/accessMode";
import type { Catalog, DatasetSummary, Module, Task } from "../api/apiTypes";
import { queries, queryClient } from "../api/queries";
import { findModuleByRole, type ModuleRole } from "../graph/moduleRoles";

interface CatalogStore {
  catalog: Catalog;
  modules: ReadonlyMap<string, Module>;
  datasets: ReadonlyMap<string, DatasetSummary>;
}

const EMPTY_CATALOG: Catalog = { modules: [], accepts: {} as Catalog["accepts"] };

export const useCatalog = create<CatalogStore>(() => ({
  catalog: EMPTY_CATALOG,
  modules: new Map(),
  datasets: new Map(),
}));

/** Read the catalog (once) and the datasets. */
export async function loadCatalog(): Promise<void> {
  const [catalog] = await Promise.all([queryClient.fetchQuery(queries.catalog()), loadDatasets()]);
  const modules = new Map(catalog.modules.map((module) => [module.name, module]));
  for (const module of catalog.modules) {
    for (const former of module.replaces) if (!modules.has(former)) modules.set(former, module);
  }
  useCatalog.setState({ catalog, modules });
}

/** Have the modules that were written for the open design beside those of the catalog. */
export function setCustomModules(own: readonly Module[]): void {
  useCatalog.setState(({ catalog, modules }) => {
    const held = catalog.modules.filter(isCustomModule);
    if (JSON.stringify(held) === JSON.stringify(own)) return {};
    const others = catalog.modules.filter((module) => !isCustomModule(module));
    const known = new Map([...modules].filter(([, module]) => !isCustomModule(module)));
    for (const module of own) known.set(module.name, module);
    return { catalog: { ...catalog, modules: [...others, ...own] }, modules: known };
  });
}

export const isCustomModule = (module: Pick<Module, "name">): boolean => module.name.startsWith("own_");

/** Whoever came by a link sees none of the workspace's. */
export async function loadDatasets(): Promise<void> {
  if (getGuestAccess()) return;
  const datasets = await queryClient.fetchQuery({ ...queries.datasets(), staleTime: 0 });
  useCatalog.setState({ datasets: new Map(datasets.map((dataset) => [dataset.id, dataset])) });
}

/** The module with a role, for all tasks or for one. */
export const getModuleByRole = (role: ModuleRole, task: Task | null = null): Module | undefined =>
  findModuleByRole(useCatalog.getState().catalog.modules, role, task);

export const useModule = (name: string | undefined): Module | undefined =>
  useCatalog((library) => (name === undefined ? undefined : library.modules.get(name)));
