/** What is chosen in a chart, as conditions on rows. */

import type { ColumnType } from "../../../api/apiTypes";
import type { Condition, ConditionValue } from "../../../graph/rowConditions";
import type { Domain } from "../../../ui/charts/chartScale";

/** A chosen part of one or both axes. */
export interface BrushBox {
  x: Domain;
  y: Domain | null;
}

const toConditionValue = (value: number, type: ColumnType): ConditionValue =>
  type === "datetime" ? new Date(value).toISOString() : value;

/** Rows of whole bins: from the lower edge up to the upper one, which belongs to the last bin only. */
export function buildBinConditions(column: string, type: ColumnType, [low, high]: Domain, last: boolean): Condition[] {
  return [
    { column, operator: ">=", values: [toConditionValue(low, type)] },
    { column, operator: last ? "<=" : "<", values: [toConditionValue(high, type)] },
  ];
}

/** Rows of a range, both ends included, written as shortly as the axis allows; of whole numbers those inside. */
export function buildRangeCondition(column: string, type: ColumnType, [low, high]: Domain, axis: Domain): Condition {
  const step = 10 ** Math.floor(Math.log10(Math.max(Number.MIN_VALUE, (axis[1] - axis[0]) / 1_000)));
  const short = (value: number) => Number((Math.round(value / step) * step).toPrecision(12));
  const ends: Domain = [short(low), short(high)];
  const inside: Domain = [Math.ceil(ends[0]), Math.floor(ends[1])];
  const [from, to] = type === "integer" && inside[0] <= inside[1] ? inside : ends;
  return { column, operator: "between", values: [toConditionValue(from, type), toConditionValue(to, type)] };
}

/** The nearest edges that hold the range. */
export function snapToEdges(edges: number[], [low, high]: Domain): Domain {
  const from = [...edges].reverse().find((edge) => edge <= low) ?? edges[0]!;
  const to = edges.find((edge) => edge >= high) ?? edges.at(-1)!;
  return from < to ? [from, to] : [from, edges.find((edge) => edge > from) ?? to];
}

const moveInside = ([from, to]: Domain, by: number, [low, high]: Domain): Domain => {
  const shift = Math.max(low - from, Math.min(high - to, by));
  return [from + shift, to + shift];
};

interface BrushKey {
  key: string;
  shiftKey: boolean;
}

/** The box after an arrow key: moved, or with Shift its far corner. The first key makes a box in the middle. */
export function moveBoxByKey(
  box: BrushBox | null,
  { key, shiftKey }: BrushKey,
  x: Domain,
  y: Domain | null,
  steps: number,
): BrushBox | null {
  const [across, up] = [{ ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0, { ArrowDown: -1, ArrowUp: 1 }[key] ?? 0];
  if (across === 0 && up === 0) return box;
  const third = ([low, high]: Domain): Domain => [low + (high - low) / 3, high - (high - low) / 3];
  if (!box) return { x: third(x), y: y && third(y) };
  const changed = (part: Domain, domain: Domain, by: number): Domain => {
    const step = (by * (domain[1] - domain[0])) / steps;
    if (!shiftKey) return moveInside(part, step, domain);
    return [part[0], Math.min(domain[1], Math.max(part[0] + (domain[1] - domain[0]) / steps, part[1] + step))];
  };
  return {
    x: across === 0 ? box.x : changed(box.x, x, across),
    y: box.y && y && up !== 0 ? changed(box.y, y, up) : box.y,
  };
}
