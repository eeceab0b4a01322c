/** Paints a chart from its description and the data: the same shapes as `server/report/charts/painter.py` for reports. */

import { layOutAxes, type PlotArea, paintAxes } from "./axes";
import type { ChartTable } from "./ChartFrame";
import { paintNames } from "./curveNames";
import type { Description, Mark, Picture, Shape } from "./description";
import { addFields, evaluate, fillTemplate } from "./expressions";
import { listObstacles, PAINTERS, type Point } from "./marks";
import { paintSectors } from "./sectors";
import { type Scope, toList, toNumber } from "./values";

const DEFAULT_HEIGHT = 322;
const ALL_PAINTERS: typeof PAINTERS = { ...PAINTERS, sector: paintSectors };

/** The data, and what the description computes from them. */
export function computeNames(description: Description, data: Scope): Scope {
  let scope = data;
  for (const [name, source] of Object.entries(description.let ?? {}))
    scope = { ...scope, [name]: evaluate(source, scope) };
  return scope;
}

/** The title, the caption and the height of a chart, which do not depend on its width, and whether there is anything to draw. */
export function describeChart(description: Description, scope: Scope) {
  return {
    drawn: description.when === undefined || Boolean(evaluate(description.when, scope)),
    title: fillTemplate(description.title, scope),
    caption: fillTemplate(description.caption, scope),
    height: toNumber(evaluate(description.height, scope)) ?? DEFAULT_HEIGHT,
  };
}

/** The texts and shapes of a chart of this size, and the plot area for what the pointer does on it. */
export function paintChart(
  description: Description,
  data: Scope,
  width: number,
  height?: number,
): Picture & { plot: PlotArea } {
  const named = computeNames(description, data);
  const about = describeChart(description, named);
  const plot = layOutAxes(description, named, width, height ?? about.height);
  const [left, right] = plot.xDomain;
  const [bottom, top] = plot.yDomain;
  const scope = { ...named, width, height: height ?? about.height, left, right, bottom, top };
  const shapes = paintAxes(description, plot, scope);
  const obstacles: Point[] = [];
  for (const mark of description.marks) {
    if (mark.mark !== "names") {
      for (const one of listScopes(mark, scope)) shapes.push(...paintMark(mark, one, plot, obstacles));
    } else if (isDrawn(mark, scope)) shapes.push(...paintNames(mark, scope, plot, obstacles));
  }
  const { title, caption } = about;
  const label = fillTemplate(description.label, scope);
  return { title, caption, label, width, height: height ?? about.height, shapes, plot };
}

function paintMark(mark: Mark, scope: Scope, plot: PlotArea, obstacles: Point[]): Shape[] {
  obstacles.push(...listObstacles(mark, scope, plot));
  const paint = ALL_PAINTERS[mark.mark];
  if (!paint) throw new Error(`"${mark.mark}" is no mark of charts.`);
  return paint(mark, scope, plot);
}

/** One for each item that the mark is drawn for, the first one last and so on top; none where it is not drawn. */
function listScopes(mark: Mark, scope: Scope): Scope[] {
  const scopes =
    mark.each === undefined
      ? [scope]
      : toList(evaluate(mark.each, scope)).map((item, place) => addFields({ ...scope, place }, item));
  return scopes.reverse().filter((one) => isDrawn(mark, one));
}

const isDrawn = (mark: Mark, scope: Scope): boolean => mark.when === undefined || Boolean(evaluate(mark.when, scope));

/** The numbers behind a chart. */
export function buildTable({ table, ...description }: Description, data: Scope): ChartTable {
  const scope = computeNames(description as Description, data);
  const columns = table?.columns ?? [];
  const items = table?.each === undefined ? [{}] : toList(evaluate(table.each, scope));
  const rows = items.flatMap((item) => {
    const known = addFields(scope, item);
    const values = columns.map(({ value }) => evaluate(value, known));
    const lists = values.filter((value) => Array.isArray(value));
    const length = lists.length > 0 ? Math.min(...lists.map((list) => list.length)) : 1;
    return Array.from({ length }, (_, at) => values.map((value) => toCell(Array.isArray(value) ? value[at] : value)));
  });
  return { columns: columns.map(({ title }) => fillTemplate(title, scope)), rows };
}

const toCell = (value: unknown): string | number | null =>
  typeof value === "string" || typeof value === "number" ? value : value == null ? null : String(value);
