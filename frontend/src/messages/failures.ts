/** The words around a failed step. */

import type { StepError } from "../api/types";

const four = (number: number): string => String(number).padStart(4, "0");

export const failuresMessages = {
  title: ({ number, title }: Pick<StepError, "number" | "title">): string =>
    number === null ? title : `Error ${four(number)}, ${title}`,
  port: "Port",
  column: "Column",
  parameter: "Parameter",
  what: "What this means",
  why: (number: number) => `What error ${four(number)} means`,
  loading: "Loading",
  unknown: "Nothing more is known about this error.",
};
