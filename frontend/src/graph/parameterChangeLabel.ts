/** What was set, in the words of the history: "Set Label column to price". Never a secret, and no whole script. */

import type { ParameterWidget } from "../api/apiTypes";
import type { Json } from "../api/designDocument";
import { editorTexts } from "../messages/editorTexts";
import { formatWholeNumber } from "../messages/formatting";
import { formatColumnSelection, formatList, formatRows, isColumnSelection } from "./nodeSubtitle";
import { isSweepList, isSweepRange } from "./parameterSweep";

const changeLabels = editorTexts.history.parameterChange;
const MAX_LABEL_LENGTH = 40;

type ChangedParameter = Pick<ParameterWidget, "title" | "kind">;

/** `value` undefined: back to what it is by default. */
export function formatParameterChange({ title, kind }: ChangedParameter, value: Json | undefined): string {
  if (value === undefined) return changeLabels.reset(title);
  if (typeof value === "boolean") return value ? changeLabels.on(title) : changeLabels.off(title);
  const words = formatChangedValue(kind, value);
  return words === "" ? changeLabels.set(title) : changeLabels.to(title, shorten(words));
}

function formatChangedValue(kind: ParameterWidget["kind"], value: Json): string {
  if (kind === "code" && typeof value === "string") return changeLabels.lines(value.trimEnd().split("\n").length);
  if (value === null) return changeLabels.none;
  if (typeof value === "number")
    return Number.isInteger(value) && Math.abs(value) >= 10_000 ? formatWholeNumber(value) : `${value}`;
  if (typeof value === "string") return formatChangedText(kind, value);
  if (isColumnSelection(value)) return formatColumnSelection(value);
  if (kind === "rows" && Array.isArray(value)) return formatRows(value);
  if (Array.isArray(value)) return value.length === 0 ? changeLabels.nothing : formatList(value, changeLabels.entries);
  if (isSweepList(value)) return changeLabels.values(value.list.length);
  return isSweepRange(value) ? changeLabels.range(`${value.range.minimum}`, `${value.range.maximum}`) : "";
}

/** References say nothing to people, and an address may hold a password. */
function formatChangedText(kind: ParameterWidget["kind"], value: string): string {
  if (kind === "dataset" || kind === "artifact") return "";
  if (/:\/\//.test(value)) return formatAddress(value);
  const line = value.trim().split("\n", 1)[0]!;
  if (line === "") return changeLabels.nothing;
  return kind === "choice" || kind === "column" ? line : `"${shorten(line)}"`;
}

function formatAddress(value: string): string {
  try {
    const { host, pathname } = new URL(value.trim());
    return `${host}${pathname === "/" ? "" : pathname}`;
  } catch {
    return "";
  }
}

function shorten(words: string): string {
  return words.length <= MAX_LABEL_LENGTH ? words : `${words.slice(0, MAX_LABEL_LENGTH - 1).trimEnd()}…`;
}
