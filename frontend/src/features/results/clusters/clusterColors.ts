/** The colors of clusters: the six series in turn, and gray for noise. */

import { getSeriesColor } from "../../../ui/charts/seriesColors";

export const getClusterSeriesColor = (cluster: number | null): string =>
  cluster === null || cluster < 0 ? "var(--bar)" : getSeriesColor(cluster);

/** A wash for a difference: blue above, ochre below, stronger the further, full at `full`. */
export function getDifferenceColor(difference: number | null, full: number): string | undefined {
  if (difference === null) return undefined;
  const strength = Math.min(1, Math.abs(difference) / full);
  if (strength < 0.05) return undefined;
  const hue = difference > 0 ? "var(--series-1)" : "var(--series-2)";
  return `color-mix(in srgb, ${hue} ${(38 * strength).toFixed(0)}%, var(--paper))`;
}
