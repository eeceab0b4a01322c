/** Cells as text for the clipboard: tab-separated for spreadsheets, or CSV; nothing in them is run as a formula. */

import type { Json } from "../api/designDocument";

/** What a spreadsheet takes for the beginning of a formula, as the server's downloads have it. */
const FORMULA = /^[=+\-@\t\r]/;

/** Text that looks like a formula gets an apostrophe before it; numbers are left alone. */
export function escapeFormula(value: Json): string {
  if (value === null) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return FORMULA.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
}

const formatLines = (rows: readonly (readonly Json[])[], separator: string, special: RegExp): string =>
  rows
    .map((row) =>
      row
        .map(escapeFormula)
        .map((text) => (special.test(text) ? `"${text.replace(/"/g, '""')}"` : text))
        .join(separator),
    )
    .join("\r\n");

export const formatTsv = (rows: readonly (readonly Json[])[]): string => formatLines(rows, "\t", /[\t\r\n"]/);
export const formatCsv = (rows: readonly (readonly Json[])[]): string => formatLines(rows, ",", /[,\r\n"]/);
