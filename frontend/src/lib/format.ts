/** How numbers, sizes, times and table cells are written. */

import type { ColumnType } from "../api/apiTypes";
import type { ColumnProfile } from "../api/artifactViews";
import type { Json } from "../api/designDocument";

const LOCALE = "en-US";
const MINUS = "\u2212";
const NARROW_SPACE = "\u202f";

/** The glyph of a column type, as in the header of a table. */
export const TYPE_GLYPHS: Record<ColumnType, string> = {
  integer: "123",
  real: "1.2",
  boolean: "t/f",
  text: "abc",
  category: "a|b",
  datetime: "d/m",
  vector: "0…1",
  other: "{ }",
};

export const TYPE_NAMES: Record<ColumnType, string> = {
  integer: "whole number",
  real: "number",
  boolean: "true or false",
  text: "text",
  category: "category",
  datetime: "date and time",
  vector: "sparse features",
  other: "other",
};

export const isNumeric = (type: ColumnType): boolean => type === "integer" || type === "real";

/** 12345.678 -> "12,345.7" with so many decimals; a real minus sign, but none before what is rounded to zero. */
export function formatFixed(value: number, decimals: number, grouped = true): string {
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals, useGrouping: grouped };
  return toTypographicMinus(value.toLocaleString(LOCALE, { ...options, signDisplay: "negative" }));
}

/** A count: "9,769". */
export const formatCount = (value: number): string => formatFixed(Math.round(value), 0);

/** About four significant digits, without trailing zeros: for the ends of axes, statistics and parameters. */
export function formatShort(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) return toTypographicMinus(value.toExponential(2).replace("e+", "e"));
  if (size >= 1000) return formatFixed(value, 0);
  return toTypographicMinus(value.toLocaleString(LOCALE, { maximumSignificantDigits: 4 }));
}

/** A share of 1 as "12.5 %". */
export function formatPercent(share: number, decimals = 1): string {
  return `${formatFixed(share * 100, decimals)}${NARROW_SPACE}%`;
}

/** "26 KB". */
export function formatFileSize(value: number): string {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let unit = 0;
  let size = value;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size >= 10 || unit === 0 ? Math.round(size) : size.toFixed(1)}${NARROW_SPACE}${units[unit]}`;
}

/** "193 × 25". */
export const formatSize = (rows: number, columns: number): string => `${formatCount(rows)} × ${formatCount(columns)}`;

/** Of a table its rows and columns, of another file its bytes. */
export const formatDatasetSize = (dataset: {
  kind: "table" | "file";
  rows: number;
  columns: number;
  bytes: number;
}): string => (dataset.kind === "file" ? formatFileSize(dataset.bytes) : formatSize(dataset.rows, dataset.columns));

/** "today 09:15", "Friday", "18 Nov", "18 Nov 2025": as much as one needs to know. */
export function formatMoment(iso: string, now: Date = new Date()): string {
  const then = new Date(iso);
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const days = Math.ceil((midnight - then.getTime()) / 86_400_000);
  const time = then.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  if (days <= 0) return `today ${time}`;
  if (days === 1) return `yesterday ${time}`;
  if (days < 7) return then.toLocaleDateString("en-GB", { weekday: "long" });
  const year = then.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return then.toLocaleDateString("en-GB", { day: "numeric", month: "short", year });
}

/** How the values of one column are written, so that their digits stand under one another. */
export interface CellFormat {
  type: ColumnType;
  decimals: number;
  grouped: boolean;
}

const MOST_DECIMALS = 6;
/** What people write by hand, such as amounts, is shown as it is; what was computed is rounded by the column's range. */
const WRITTEN_DECIMALS = 4;

/** Decides on the decimals of a column by the values that are in sight and, where those are long, by its range. */
export function chooseCellFormat(profile: ColumnProfile, sample: Json[]): CellFormat {
  if (profile.type === "integer") return { type: "integer", decimals: 0, grouped: !looksLikeYears(profile) };
  if (profile.type !== "real") return { type: profile.type, decimals: 0, grouped: false };
  const useful = getRangeDecimals(Number(profile.min), Number(profile.max));
  const present = Math.max(0, ...sample.map((value) => (typeof value === "number" ? countDecimals(value) : 0)));
  return { type: "real", decimals: present > WRITTEN_DECIMALS ? Math.min(useful, present) : present, grouped: true };
}

/** One cell as text; missing cells are written by the caller. */
export function formatCell(value: Json, format: CellFormat): string {
  if (typeof value === "number") return formatFixed(value, format.decimals, format.grouped);
  if (format.type === "datetime" && typeof value === "string") return formatTime(value);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** An end of a column's range, or any single value of it. */
export function formatExtreme(value: Json, profile: Pick<ColumnProfile, "type" | "min" | "max">): string {
  if (value === null) return "";
  if (typeof value === "number") {
    return profile.type === "integer" ? formatFixed(value, 0, !looksLikeYears(profile)) : formatShort(value);
  }
  return profile.type === "datetime" ? formatTime(String(value)).slice(0, 10) : String(value);
}

function looksLikeYears({ min, max }: Pick<ColumnProfile, "min" | "max">): boolean {
  return typeof min === "number" && typeof max === "number" && min >= 1800 && max <= 2200;
}

function getRangeDecimals(min: number, max: number): number {
  const range = Math.max(Math.abs(min), Math.abs(max), 0);
  if (!Number.isFinite(range) || range === 0) return 2;
  return Math.min(MOST_DECIMALS, Math.max(1, 4 - Math.floor(Math.log10(range))));
}

function countDecimals(value: number): number {
  const [, fraction = ""] = String(value).split(".");
  return fraction.includes("e") ? MOST_DECIMALS : Math.min(MOST_DECIMALS, fraction.length);
}

/** 2024-05-08T00:00:00 -> 2024-05-08, and a time where there is one. */
export const formatTime = (iso: string): string =>
  iso
    .replace("T", " ")
    .replace(/(:\d\d)\.?0*(Z|\+00:00)?$/, "$1")
    .replace(" 00:00:00", "");

const toTypographicMinus = (text: string): string => text.replaceAll("-", MINUS);
