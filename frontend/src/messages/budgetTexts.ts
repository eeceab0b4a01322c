/** The words for what one step may take. */

import type { Budget } from "../api/apiTypes";
import { formatSeconds, formatWholeNumber } from "./formatting";

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** "512 MiB", "5.9 GiB", "20 GiB": as the errors of steps say it. */
export function formatBinarySize(size: number): string {
  if (size < GIB) return `${formatWholeNumber(Math.round(size / MIB))} MiB`;
  return `${(size / GIB).toFixed(1).replace(/\.0$/, "")} GiB`;
}

const formatHours = (value: number): string =>
  value >= 3600 && value % 3600 === 0 ? `${value / 3600}\u00a0h` : formatSeconds(value);

export const budgetTexts = {
  budget: ({ memory, written, seconds: time }: Budget): string =>
    `Each step gets up to ${formatBinarySize(memory)} of memory and ${formatBinarySize(written)} of disk${time === null ? "" : `, and can take ${formatHours(time)}`}.`,
  more: ({ files, processes }: Budget): string =>
    `It can have ${formatWholeNumber(files)} files and ${formatWholeNumber(processes)} processes, everything it starts included. The server's settings set these limits.`,
  title: "Limits of a step",
};
