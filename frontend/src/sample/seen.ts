/** What was seen of a column's values, in a few words. */

import type { Seen } from "../api/types";
import type { Json } from "../graph/types";
import { seenText as say } from "../messages/knowing";
import { count, percent } from "../views/format";

/** "12 to 90, 3% missing, 41 values"; empty where nothing was seen. */
export function inFewWords(seen: Seen | undefined): string {
  if (!seen) return "";
  const words: string[] = [];
  if (seen.minimum !== null && seen.maximum !== null && typeof seen.minimum !== "boolean") {
    words.push(say.range(value(seen.minimum), value(seen.maximum), seen.exact));
  } else if (seen.distinct !== null) {
    words.push(say.distinct(count(seen.distinct), seen.exact));
  }
  if (seen.missing !== null) words.push(seen.missing === 0 ? say.noneMissing : say.missing(percent(seen.missing)));
  return words.join(", ");
}

const value = (end: Json): string => {
  if (typeof end === "number") return String(Number(end.toPrecision(5)));
  // A time is told to the day.
  return typeof end === "string" ? end.slice(0, 10) : String(end);
};
