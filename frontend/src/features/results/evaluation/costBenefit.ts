/** What a threshold is worth when every kind of call has a gain or a cost. */

import type { TwoClassDetails } from "../../../api/artifactViews";
import { type ConfusionCounts, type CurvePoint, countAtThreshold } from "../../../lib/metrics";

/** The worth of one row of each kind: gains above zero, costs below. */
export interface CostBenefit {
  truePositive: number;
  falseNegative: number;
  falsePositive: number;
  trueNegative: number;
}

/** A miss costs as much as five false alarms, until the user says otherwise. */
export const DEFAULT_COST_BENEFIT: CostBenefit = {
  truePositive: 0,
  falseNegative: -5,
  falsePositive: -1,
  trueNegative: 0,
};

export const computeValue = (counts: ConfusionCounts, worth: CostBenefit): number =>
  counts.truePositives * worth.truePositive +
  counts.falseNegatives * worth.falseNegative +
  counts.falsePositives * worth.falsePositive +
  counts.trueNegatives * worth.trueNegative;

/** Total worth by threshold, from 0 to 1. */
export function computeValueCurve(details: TwoClassDetails, worth: CostBenefit): CurvePoint[] {
  const inside = details.thresholds.filter((threshold) => threshold > 0 && threshold < 1);
  const places = [0, ...[...inside].reverse(), 1];
  return places.map((threshold) => [threshold, computeValue(countAtThreshold(details, threshold), worth)]);
}

/** The threshold of the highest total worth; the highest such one where several are as good. */
export function findBestValue(details: TwoClassDetails, worth: CostBenefit): number {
  return computeValueCurve(details, worth).reduce((best, point) => (point[1] >= best[1] ? point : best))[0];
}
