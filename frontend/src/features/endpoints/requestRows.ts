/** What a table of kept requests shows. */

import type { RequestLog, RequestRow } from "../../api/endpoints";
import { formatShort } from "../../lib/format";

/** So many columns of the requests fit beside the answer. */
const MAX_COLUMNS = 12;
/** What Score Model calls the column with the prediction. */
const PREDICTED = "Scored Labels";

/** The columns of the requests, in the order in which they come. */
export const listRequestColumns = ({ requests }: RequestLog): string[] =>
  [...new Set(requests.flatMap(({ rows }) => rows.flatMap(({ row }) => Object.keys(row))))].slice(0, MAX_COLUMNS);

/** The prediction of an answer, or its last value where none is marked as one. */
export function formatAnswer(answer: RequestRow): string {
  const value = PREDICTED in answer ? answer[PREDICTED] : Object.values(answer).at(-1);
  if (value === null || value === undefined) return "–";
  return typeof value === "number" ? formatShort(value) : String(value);
}
