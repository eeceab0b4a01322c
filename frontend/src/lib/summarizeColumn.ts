/** What was seen of a column's values, in a few words. */

import type { ValueStatistics } from "../api/apiTypes";
import type { Json } from "../api/designDocument";
import { columnStatisticsTexts as texts } from "../messages/analysisTexts";
import { formatCount, formatPercent } from "./format";

/** "12 to 90, 3% missing, 41 values"; empty where nothing was seen. */
export function summarizeColumn(seen: ValueStatistics | undefined): string {
  if (!seen) return "";
  const words: string[] = [];
  if (seen.minimum !== null && seen.maximum !== null && typeof seen.minimum !== "boolean") {
    words.push(texts.range(formatBound(seen.minimum), formatBound(seen.maximum), seen.exact));
  } else if (seen.distinct !== null) {
    words.push(texts.distinct(formatCount(seen.distinct), seen.exact));
  }
  if (seen.missing !== null)
    words.push(seen.missing === 0 ? texts.noneMissing : texts.missing(formatPercent(seen.missing)));
  return words.join(", ");
}

const formatBound = (end: Json): string => {
  if (typeof end === "number") return String(Number(end.toPrecision(5)));
  // A time is told to the day.
  return typeof end === "string" ? end.slice(0, 10) : String(end);
};
