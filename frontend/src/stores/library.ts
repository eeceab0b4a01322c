/** The catalog and the datasets, for canvas, palette and actions alike. */

import { create } from "zustand";
import { visiting } from "../api/door";
import { queries, queryClient } from "../api/queries";
import type { Catalog, DatasetSummary, Module } from "../api/types";

interface Library {
  catalog: Catalog;
  modules: ReadonlyMap<string, Module>;
  datasets: ReadonlyMap<string, DatasetSummary>;
}

const NO_CATALOG: Catalog = { modules: [], accepts: {} as Catalog["accepts"] };

export const useLibrary = create<Library>(() => ({ catalog: NO_CATALOG, modules: new Map(), datasets: new Map() }));

/** Read the catalog (once) and the datasets. */
export async function loadLibrary(): Promise<void> {
  const [catalog] = await Promise.all([queryClient.fetchQuery(queries.catalog()), loadDatasets()]);
  const modules = new Map(catalog.modules.map((module) => [module.name, module]));
  for (const module of catalog.modules) {
    for (const former of module.replaces) if (!modules.has(former)) modules.set(former, module);
  }
  useLibrary.setState({ catalog, modules });
}

/** Have the modules that were written for the open design beside those of the catalog. */
export function showOwnModules(own: readonly Module[]): void {
  useLibrary.setState(({ catalog, modules }) => {
    const held = catalog.modules.filter(isOwn);
    if (JSON.stringify(held) === JSON.stringify(own)) return {};
    const others = catalog.modules.filter((module) => !isOwn(module));
    const known = new Map([...modules].filter(([, module]) => !isOwn(module)));
    for (const module of own) known.set(module.name, module);
    return { catalog: { ...catalog, modules: [...others, ...own] }, modules: known };
  });
}

export const isOwn = (module: Pick<Module, "name">): boolean => module.name.startsWith("own_");

/** Whoever came by a link sees none of the workspace's. */
export async function loadDatasets(): Promise<void> {
  if (visiting()) return;
  const datasets = await queryClient.fetchQuery({ ...queries.datasets(), staleTime: 0 });
  useLibrary.setState({ datasets: new Map(datasets.map((dataset) => [dataset.id, dataset])) });
}

export const useModule = (name: string | undefined): Module | undefined =>
  useLibrary((library) => (name === undefined ? undefined : library.modules.get(name)));
