/** What a threshold is worth when every kind of call has a gain or a cost. */

import type { TwoClassDetails } from "../../api/views";
import { type Counts, countsAt, type Point } from "../metrics";

/** The worth of one row of each kind: gains above zero, costs below. */
export interface Worth {
  found: number;
  missed: number;
  falseAlarm: number;
  right: number;
}

/** A miss costs as much as five false alarms, until the user says otherwise. */
export const USUAL: Worth = { found: 0, missed: -5, falseAlarm: -1, right: 0 };

export const worthOf = (counts: Counts, worth: Worth): number =>
  counts.truePositives * worth.found +
  counts.falseNegatives * worth.missed +
  counts.falsePositives * worth.falseAlarm +
  counts.trueNegatives * worth.right;

/** Total worth by threshold, from 0 to 1. */
export function worthCurve(details: TwoClassDetails, worth: Worth): Point[] {
  const inside = details.thresholds.filter((threshold) => threshold > 0 && threshold < 1);
  const places = [0, ...[...inside].reverse(), 1];
  return places.map((threshold) => [threshold, worthOf(countsAt(details, threshold), worth)]);
}

/** The threshold of the highest total worth; the highest such one where several are as good. */
export function bestWorth(details: TwoClassDetails, worth: Worth): number {
  return worthCurve(details, worth).reduce((best, point) => (point[1] >= best[1] ? point : best))[0];
}
