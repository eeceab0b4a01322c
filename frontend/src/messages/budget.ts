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

const hours = (value: number): string => (value >= 3600 && value % 3600 === 0 ? `${value / 3600} h` : seconds(value));

export const budgetMessages = {
  budget: ({ memory, written, seconds: time }: Budget): string =>
    `Limits of each step: ${binarySize(memory)} memory, ${binarySize(written)} disk${time === null ? "" : `, ${hours(time)}`}.`,
  more: ({ files, processes }: Budget): string =>
    `And ${number(files)} files and ${number(processes)} processes, together with all that it starts. The settings of the server say how much.`,
  title: "What a step may take",
};
