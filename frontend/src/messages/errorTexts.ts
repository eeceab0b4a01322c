/** The words around a failed step. */

import type { StepError } from "../api/apiTypes";

const padErrorNumber = (number: number): string => String(number).padStart(4, "0");

export const errorTexts = {
  title: ({ number, title }: Pick<StepError, "number" | "title">): string =>
    number === null ? title : `Error ${padErrorNumber(number)}, ${title}`,
  port: "Port",
  column: "Column",
  parameter: "Parameter",
  what: "About this error",
  why: (number: number) => `About error ${padErrorNumber(number)}`,
  loading: "Loading",
  unknown: "There is no more information about this error.",
};
