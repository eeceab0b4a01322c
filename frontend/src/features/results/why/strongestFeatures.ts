/** The columns that a model relies on most, as its view has them. */

import type { ModelView } from "../../../api/artifactViews";

export interface StrongFeature {
  name: string;
  /** Of the strongest one 1. */
  share: number;
  value: number;
}

export interface StrongestFeatures {
  kind: "importances" | "coefficients";
  features: StrongFeature[];
}

const MOST = 8;

/** Importances of trees, else the weights of a linear model; null where a model says neither. */
export function findStrongestFeatures(view: ModelView): StrongestFeatures | null {
  if (view.importances?.length) {
    return {
      kind: "importances",
      features: rankFeatures(view.importances.map(({ feature, importance }) => [feature, importance])),
    };
  }
  if (!view.coefficients?.length) return null;
  const largest = new Map<string, number>();
  for (const { feature, weight } of view.coefficients.flatMap(({ weights }) => weights)) {
    if (Math.abs(weight) > Math.abs(largest.get(feature) ?? 0)) largest.set(feature, weight);
  }
  return { kind: "coefficients", features: rankFeatures([...largest]) };
}

function rankFeatures(entries: [string, number][]): StrongFeature[] {
  const sorted = entries.sort(([, one], [, other]) => Math.abs(other) - Math.abs(one)).slice(0, MOST);
  const most = Math.abs(sorted[0]?.[1] ?? 0) || 1;
  return sorted.map(([name, value]) => ({ name, value, share: Math.abs(value) / most }));
}
