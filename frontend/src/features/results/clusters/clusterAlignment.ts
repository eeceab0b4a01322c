/** Numbers that stand under one another with the same number of decimals. */

import { formatFixed } from "../../../lib/format";

const DIGITS = 4;
const MOST_DECIMALS = 6;

/** As many decimals as give the largest of the values four digits. */
export function chooseDecimals(values: (number | null | undefined)[]): number {
  const largest = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)).filter(Number.isFinite));
  if (largest === 0) return 0;
  return Math.min(MOST_DECIMALS, Math.max(0, DIGITS - 1 - Math.floor(Math.log10(largest))));
}

/** A value with so many decimals, or a dash. */
export const formatAligned = (value: number | null | undefined, decimals: number): string =>
  value === null || value === undefined ? "–" : formatFixed(value, decimals);
