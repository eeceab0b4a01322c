/** What the descriptions of charts call a model: its details, its name, and its place among the models. */

import type { EvaluatedModel } from "./EvaluationView";

export type ChartModel<Details> = Details & { name: string; place: number };

export const listChartModels = <Details extends object>(models: EvaluatedModel<Details>[]): ChartModel<Details>[] =>
  models.map(({ name, details }, place) => ({ ...details, name, place }));
