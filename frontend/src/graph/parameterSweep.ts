/** Several values for one parameter, as `modules/kit/sweeps.py` stores them: a list, or a range of numbers. */

import type { ParameterWidget, WidgetOfKind } from "../api/apiTypes";
import type { Json } from "../api/designDocument";

/** Fields whose values can be listed in a sweep of runs. */
export const SWEPT_KINDS: readonly ParameterWidget["kind"][] = ["number", "choice", "switch", "text", "column"];

export interface SweepList {
  list: Json[];
}

export interface SweepRange {
  range: { minimum: Json; maximum: Json; scale?: "linear" | "log"; steps?: number };
}

export type Sweep = SweepList | SweepRange;

export const isSweepList = (value: Json | Sweep | undefined): value is Json & SweepList =>
  typeof value === "object" && value !== null && "list" in value && Array.isArray(value.list);

export const isSweepRange = (value: Json | Sweep | undefined): value is Json & SweepRange =>
  typeof value === "object" && value !== null && "range" in value && typeof value.range === "object";

export const isSweep = (value: Json | undefined): value is Json & Sweep => isSweepList(value) || isSweepRange(value);

/** A widget, whatever its default. */
type SweepableWidget = ParameterWidget extends infer Widget
  ? Widget extends unknown
    ? Omit<Widget, "default">
    : never
  : never;

/** What to try when the user asks for several values: those that are usual, else all choices, else a range. */
export function suggestSweep(widget: SweepableWidget, value: Json | undefined): Json {
  if (widget.suggested_values.length > 0) return { list: widget.suggested_values };
  if (widget.kind === "choice") return { list: widget.options };
  if (widget.kind === "switch") return { list: [false, true] };
  if (widget.kind === "number") return createRangeAround(widget, typeof value === "number" ? value : 0);
  return { list: value === undefined || value === null ? [] : [value] };
}

type RangeLimits = Pick<WidgetOfKind<"number">, "whole" | "minimum" | "maximum">;

/** From a tenth to ten times the value, as far as its limits allow; from 0 to 1 around 0. */
function createRangeAround({ whole, ...limits }: RangeLimits, value: number): Json {
  const [low, high] = value > 0 ? [value / 10, value * 10] : [Math.min(0, value), whole ? 10 : 1];
  const least = limits.minimum ?? Number.NEGATIVE_INFINITY;
  const most = limits.maximum ?? Number.POSITIVE_INFINITY;
  const [minimum, maximum] = [Math.max(low, least), Math.min(high, most)].map((end) =>
    whole ? Math.round(end) : Number(end.toPrecision(6)),
  ) as [number, number];
  return { range: { minimum, maximum, scale: minimum > 0 && maximum / minimum >= 50 ? "log" : "linear" } };
}

const DEFAULT_STEPS = 5;

/** The same values in the other form: evenly spread points of a range, or the range of a list of numbers. */
export function convertSweep(sweep: Json & Sweep, whole: boolean): Json {
  if (isSweepRange(sweep)) return { list: listRangePoints(sweep, whole) };
  const numbers = sweep.list.filter((value): value is number => typeof value === "number");
  const [minimum, maximum] = numbers.length > 1 ? [Math.min(...numbers), Math.max(...numbers)] : [0, 1];
  return { range: { minimum, maximum, scale: minimum > 0 && maximum / minimum >= 50 ? "log" : "linear" } };
}

function listRangePoints({ range }: SweepRange, whole: boolean): Json[] {
  const { minimum, maximum, scale, steps = DEFAULT_STEPS } = range;
  if (typeof minimum !== "number" || typeof maximum !== "number" || maximum <= minimum) return [];
  const log = scale === "log" && minimum > 0;
  const at = (share: number) => (log ? minimum * (maximum / minimum) ** share : minimum + share * (maximum - minimum));
  const points = Array.from({ length: steps }, (_, step) => at(step / (steps - 1)));
  return [...new Set(points.map((point) => (whole ? Math.round(point) : Number(point.toPrecision(4)))))];
}
