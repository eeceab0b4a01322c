/** The modules that the palette shows, by category. */

import { useMemo } from "react";
import type { Module } from "../../../api/apiTypes";
import { useCatalog } from "../../../stores/catalogStore";

export interface ModuleCategory {
  name: string;
  members: Module[];
}

/** The order in which a pipeline is drawn; other categories follow. */
const ORDER = [
  "Data Input and Output",
  "Data Transformation",
  "Feature Selection",
  "Statistical Functions",
  "Visualization",
  "Regression",
  "Classification",
  "Clustering",
  "Anomaly Detection",
  "Automated ML",
  "Many Models",
  "Loops",
  "Time Series",
  "Model Training",
  "Model Scoring and Evaluation",
  "Text Analytics",
  "Computer Vision",
  "Recommendation",
  "Python Language",
  "R Language",
  "Web Service",
  "Custom Modules",
];

const getCategoryOrder = (category: string): number =>
  (ORDER.indexOf(category) + ORDER.length + 1) % (ORDER.length + 1);

/** In the order of the palette. */
export function useModuleCategories(): ModuleCategory[] {
  const modules = useCatalog((library) => library.catalog.modules);
  return useMemo(() => {
    const shown = modules.filter((module) => module.palette && module.role !== "dataset_source");
    const groups = [...Map.groupBy(shown, (module) => module.category)].map(([name, members]) => ({ name, members }));
    return groups.sort((a, b) => getCategoryOrder(a.name) - getCategoryOrder(b.name));
  }, [modules]);
}
