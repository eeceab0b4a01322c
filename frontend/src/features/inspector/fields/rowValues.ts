/** The rows of a parameter that is a table: their cells, and what is wrong with them. */

import type { Json } from "../../../api/designDocument";
import { resultTexts } from "../../../messages/resultTexts";
import {
  buildFields,
  type FieldOfKind,
  getCurrentValue,
  isEmptyValue,
  isFieldShown,
  isSameValue,
  type ParameterField,
  validateValue,
} from "../parameterFields";

export type RowValues = Record<string, Json>;

const isRow = (value: Json): value is RowValues => typeof value === "object" && value !== null && !Array.isArray(value);

export const listRows = (value: Json | undefined): RowValues[] => (Array.isArray(value) ? value.filter(isRow) : []);

/** The fields of each row. */
export const buildCells = ({ cells }: FieldOfKind<"rows">): ParameterField[] => buildFields({ widgets: cells });

/** Only what differs from the default is stored, as with parameters. */
export function setCell(row: RowValues, cell: ParameterField, value: Json | undefined): RowValues {
  const { [cell.name]: _, ...others } = row;
  return value === undefined || isSameValue(value, cell.default) ? others : { ...others, [cell.name]: value };
}

/** What is wrong with a cell, in a sentence, or null. */
export function validateCell(cell: ParameterField, row: RowValues): string | null {
  const value = getCurrentValue(cell, row);
  if (cell.required && isEmptyValue(value)) return resultTexts.inspector.wanted;
  return validateValue(cell, value);
}

/** Cells say themselves what is wrong with them; of the table it is whether there are enough rows. */
export function validateRows(field: FieldOfKind<"rows">, value: Json | undefined): string | null {
  const { length } = listRows(value);
  const { min_rows: least } = field;
  return least !== null && length < least && value !== undefined
    ? resultTexts.inspector.rows.minimum(field.row_title, least)
    : null;
}

const WIDE_KINDS: ReadonlySet<string> = new Set(["formula", "conditions", "columns", "column_names", "list"]);
/** So many letters of choices that lie side by side fit into half a row. */
const MOST_LETTERS = 12;

/** Whether a cell needs the whole width. */
export function isWideCell(cell: ParameterField): boolean {
  if (cell.kind !== "choice") return WIDE_KINDS.has(cell.kind);
  if (cell.options.length > 3) return cell.options.some((option) => String(option).length > MOST_LETTERS);
  const letters = cell.options.map(String).join("").length;
  return letters > MOST_LETTERS && letters <= 34;
}

/** The columns that the rows above this one make. */
export function listMadeColumns({ adds_column }: FieldOfKind<"rows">, rows: RowValues[], at: number): string[] {
  if (!adds_column) return [];
  const names = rows.slice(0, at).map((row) => row[adds_column]);
  return [...new Set(names.filter((name): name is string => typeof name === "string" && name.trim() !== ""))];
}

export const listShownCells = (cells: ParameterField[], row: RowValues): ParameterField[] =>
  cells.filter((cell) => isFieldShown(cell, cells, row));

export function moveItem<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const without = list.toSpliced(from, 1);
  return without.toSpliced(to, 0, list[from]!);
}
