/** What was set, in the words of the history: "Set Label column to price". Never a secret, and no whole script. */

import type { ParameterSchema } from "../api/types";
import { editing } from "../messages/editing";
import { number } from "../messages/words";
import { columnWords, isColumnChoice, listWords } from "./subtitle";
import { isList, isRange } from "./sweep";
import type { Json } from "./types";

const say = editing.history.setting;
const LONGEST = 40;

/** `value` undefined: back to what it is by default. */
export function settingWords(title: string, schema: ParameterSchema, value: Json | undefined): string {
  if (value === undefined) return say.reset(title);
  if (typeof value === "boolean") return value ? say.on(title) : say.off(title);
  const words = valueWords(schema, value);
  return words === "" ? say.set(title) : say.to(title, shortened(words));
}

function valueWords(schema: ParameterSchema, value: Json): string {
  if (schema.code && typeof value === "string") return say.lines(value.trimEnd().split("\n").length);
  if (value === null) return say.none;
  if (typeof value === "number")
    return Number.isInteger(value) && Math.abs(value) >= 10_000 ? number(value) : `${value}`;
  if (typeof value === "string") return textWords(schema, value);
  if (isColumnChoice(value)) return columnWords(value);
  if (Array.isArray(value)) return value.length === 0 ? say.nothing : listWords(value, say.entries);
  if (isList(value)) return say.values(value.list.length);
  return isRange(value) ? say.range(`${value.range.minimum}`, `${value.range.maximum}`) : "";
}

/** References say nothing to people, and an address may hold a password. */
function textWords(schema: ParameterSchema, value: string): string {
  if (schema.dataset_reference || schema.artifact_reference) return "";
  if (/:\/\//.test(value)) return address(value);
  const line = value.trim().split("\n", 1)[0]!;
  if (line === "") return say.nothing;
  return schema.enum || schema.column_of ? line : `"${shortened(line)}"`;
}

function address(value: string): string {
  try {
    const { host, pathname } = new URL(value.trim());
    return `${host}${pathname === "/" ? "" : pathname}`;
  } catch {
    return "";
  }
}

function shortened(words: string): string {
  return words.length <= LONGEST ? words : `${words.slice(0, LONGEST - 1).trimEnd()}…`;
}
