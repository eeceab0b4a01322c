/** The best value of a metric so far, where its name says which way is better. */

import type { MetricSeries } from "./jobQueries";

const LOWER_IS_BETTER = /loss|error|rmse|mae|mse|perplexity/i;
const HIGHER_IS_BETTER = /acc|auc|r2|f1|precision|recall|score/i;

export interface BestPoint {
  best: number | null;
  best_value: number | null;
}

export function findBestPoint({ name, steps, values }: MetricSeries): BestPoint {
  const sign = LOWER_IS_BETTER.test(name) ? -1 : HIGHER_IS_BETTER.test(name) ? 1 : 0;
  if (sign === 0 || values.length < 2) return { best: null, best_value: null };
  let at = 0;
  for (const [index, value] of values.entries()) if (sign * value > sign * values[at]!) at = index;
  return { best: steps[at]!, best_value: values[at]! };
}
