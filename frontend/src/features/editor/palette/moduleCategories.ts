/** The modules that the palette shows, by category. */

import { useMemo } from "react";
import type { Module } from "../../../api/apiTypes";
import { useCatalog } from "../../../stores/catalogStore";

export interface ModuleCategory {
  name: string;
  members: Module[];
}

/** In the order of the catalog, which is that of the palette; custom modules come last. */
export function useModuleCategories(): ModuleCategory[] {
  const modules = useCatalog((library) => library.catalog.modules);
  return useMemo(() => {
    const shown = modules.filter((module) => module.palette && module.role !== "dataset_source");
    return [...Map.groupBy(shown, (module) => module.category)].map(([name, members]) => ({ name, members }));
  }, [modules]);
}
