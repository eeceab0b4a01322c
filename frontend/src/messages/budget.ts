/** The words for what one step may take. */

import type { Budget } from "../api/types";
import { number, seconds } from "./words";

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** "512 MiB", "5.9 GiB", "20 GiB": as the errors of steps say it. */
export function binarySize(size: number): string {
  if (size < GIB) return `${number(Math.round(size / MIB))} MiB`;
  return `${(size / GIB).toFixed(1).replace(/\.0$/, "")} GiB`;
}

const hours = (value: number): string =>
  value >= 3600 && value % 3600 === 0 ? `${value / 3600}\u00a0h` : seconds(value);

export const budgetMessages = {
  budget: ({ memory, written, seconds: time }: Budget): string =>
    `Each step gets up to ${binarySize(memory)} of memory and ${binarySize(written)} of disk${time === null ? "" : `, and may take ${hours(time)}`}.`,
  more: ({ files, processes }: Budget): string =>
    `It may have ${number(files)} files and ${number(processes)} processes, everything it starts included. The server's settings set these limits.`,
  title: "Limits of a step",
};
