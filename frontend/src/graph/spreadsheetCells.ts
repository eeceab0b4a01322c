/** Cells from a spreadsheet: tab-separated text from the clipboard as the CSV that Enter Data Manually reads. */

const MAX_CLIPBOARD_LENGTH = 2_000_000;

/** The rows of tab-separated text; null when it is no table. `fromSheet`: the clipboard says that these are cells. */
export function parseCells(text: string, fromSheet: boolean): string[][] | null {
  if (text.length > MAX_CLIPBOARD_LENGTH || text.trim() === "") return null;
  if (!fromSheet && !text.includes("\t")) return null;
  const rows = parseRows(text.replace(/\r\n?/g, "\n").replace(/\n$/, ""));
  const width = Math.max(...rows.map((row) => row.length));
  const even = rows.every((row) => row.length === width);
  if (rows.length < 2 || !even) return null;
  return rows;
}

/** A cell with a tab, a quote or a line break in it comes in quotes, with its own quotes doubled. */
function parseRows(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at <= text.length) {
    const row = rows.at(-1)!;
    const quoted = text[at] === '"' ? /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(text.slice(at)) : null;
    const end = quoted ? at + quoted[0].length : findNextBreak(text, at);
    row.push(quoted ? quoted[1]!.replaceAll('""', '"') : text.slice(at, end));
    if (text[end] === "\n") rows.push([]);
    at = end + 1;
  }
  return rows;
}

function findNextBreak(text: string, from: number): number {
  const found = text.slice(from).search(/[\t\n]/);
  return found < 0 ? text.length : from + found;
}

/** Whether the first row reads like names: texts, all different, over rows that are not all text. */
export function hasHeader(rows: readonly string[][]): boolean {
  const [first, ...others] = rows;
  if (!first || others.length === 0) return false;
  const names = first.map((cell) => cell.trim());
  return names.every((name) => name !== "" && !isNumber(name)) && new Set(names).size === names.length;
}

const isNumber = (cell: string): boolean =>
  cell.trim() !== "" && Number.isFinite(Number(cell.replace(/[\s,%$€£]/g, "")));

export function toCsv(rows: readonly string[][]): string {
  const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((row) => row.map((cell) => quoted(toPlainNumber(cell.trim()))).join(",")).join("\n");
}

/** "1,234.5" as a spreadsheet shows it is 1234.5. */
const toPlainNumber = (cell: string): string =>
  /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(cell) ? cell.replaceAll(",", "") : cell;
