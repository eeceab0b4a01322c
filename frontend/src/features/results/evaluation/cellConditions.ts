/** From a cell of a confusion matrix to the rows in it. */

import type { TwoClassDetails } from "../../../api/artifactViews";
import type { Condition } from "../../../graph/rowConditions";

/** The conditions on scored rows that make up a cell. */
export function buildCellConditions(
  { columns, positive, negative, probabilities }: TwoClassDetails,
  threshold: number,
  really: boolean,
  called: boolean,
): Condition[] | null {
  if (!columns?.label) return null;
  const truth: Condition = { column: columns.label, operator: "is", values: [really ? positive : negative] };
  // Without scores of their own the predictions are what the threshold divides.
  if (!columns.score || !probabilities) {
    const column = columns.predicted;
    return [truth, { column, operator: "is", values: [called ? positive : negative] }];
  }
  return [truth, { column: columns.score, operator: called ? ">=" : "<", values: [threshold] }];
}
