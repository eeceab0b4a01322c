/** What tests of views begin with. */

import type { ColumnProfile } from "../../api/artifactViews";

/** A column that runs from `min` to `max`, of which nothing else is known. */
export const createProfile = (
  type: ColumnProfile["type"],
  min: ColumnProfile["min"],
  max: ColumnProfile["max"],
  more: Partial<ColumnProfile> = {},
): ColumnProfile => ({
  name: "column",
  type,
  role: "feature",
  missing: 0,
  distinct: null,
  min,
  max,
  mean: null,
  median: null,
  std: null,
  histogram: null,
  top: null,
  ...more,
});
