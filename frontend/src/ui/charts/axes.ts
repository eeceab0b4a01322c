/** The axes of a chart: scales, the room that they need, and their ticks. `server/report/charts/axes.py` does the same. */

import { buildLinePath, computeTicks, createLinearScale, type Domain, type Scale } from "./chartScale";
import type { Axis, Description, Shape } from "./description";
import { evaluate, fillTemplate } from "./expressions";
import { measureText, truncateText } from "./textSize";
import { listKnownNumbers, type Scope, toList, toNumber, toText } from "./values";

export const FONT_SIZE = 12;
const DEFAULT_FORMAT = "{short(value)}";
/** Room above and right of a plot, and below it for ticks and the title. */
const [TOP, RIGHT, BOTTOM] = [10, 14, 38];
const TITLE_ROOM = 14;
const LEAST_LEFT = 28;
/** Names of categories take at most so much of the width. */
const LARGEST_NAME_SHARE = 0.36;
/** Pixels between the texts of neighboring ticks. */
const TICK_GAP = 12;

interface Tick {
  value: number;
  text: string;
}

/** The area in which marks are drawn. */
export interface PlotArea {
  x: Scale;
  y: Scale;
  xDomain: Domain;
  yDomain: Domain;
  box: { left: number; top: number; right: number; bottom: number };
  xTicks: Tick[];
  yTicks: Tick[];
}

/** The plot area of a chart of this size, with the ticks that have room. */
export function layOutAxes(description: Description, scope: Scope, width: number, height: number): PlotArea {
  const { x: across = {}, y: up = {}, margins } = description;
  let [xDomain, yDomain] = [findDomain(across, scope), findDomain(up, scope)];
  const topRoom = fillTemplate(up.title, scope) ? TOP + TITLE_ROOM : TOP;
  const bottomRoom = across.title ? BOTTOM : BOTTOM - TITLE_ROOM;
  const [, top, right, bottom] = margins ?? (across.hidden ? [0, 0, 0, 0] : [0, topRoom, RIGHT, bottomRoom]);
  const plotHeight = height - bottom! - top!;
  let yTicks = listTicks(up, scope, yDomain, plotHeight >= 100 ? 5 : 3);
  const left = margins?.[0] ?? findLeft(yTicks, width);
  const box = { left, top: top!, right: width - right!, bottom: height - bottom! };
  const proportion = toNumber(evaluate(description.proportion, scope));
  if (proportion !== null) {
    const wanted = (proportion * (box.right - box.left)) / plotHeight;
    [xDomain, yDomain] = widenDomains(xDomain, yDomain, wanted);
    yTicks = listTicks(up, scope, yDomain, plotHeight >= 100 ? 5 : 3);
  }
  return {
    x: createLinearScale(xDomain, [box.left, box.right]),
    y: createLinearScale(yDomain, [box.bottom, box.top]),
    ...{ xDomain, yDomain, box, yTicks },
    xTicks: listFittingTicks(across, scope, xDomain, box.right - box.left),
  };
}

/** The domains around the same middles, the first one so many times as wide as the second. */
function widenDomains(x: Domain, y: Domain, wanted: number): [Domain, Domain] {
  const [width, height] = [x[1] - x[0], y[1] - y[0]];
  return [widenTo(x, Math.max(width, height * wanted)), widenTo(y, Math.max(height, width / wanted))];
}

function widenTo([low, high]: Domain, width: number): Domain {
  const middle = (low + high) / 2;
  return [middle - width / 2, middle + width / 2];
}

function findLeft(ticks: Tick[], width: number): number {
  if (ticks.length === 0) return 0;
  const widest = Math.max(...ticks.map(({ text }) => measureText(text, FONT_SIZE)));
  return Math.max(LEAST_LEFT, 12 + Math.min(widest, width * LARGEST_NAME_SHARE));
}

function findDomain(axis: Axis, scope: Scope): Domain {
  const ends = listKnownNumbers(evaluate(axis.domain ?? "[0, 1]", scope));
  return ends.length > 0 ? [ends[0]!, ends.at(-1)!] : [0, 1];
}

/** About so many round numbers, or the named places of the axis; none where nothing is written. */
function listTicks(axis: Axis, scope: Scope, domain: Domain, count: number): Tick[] {
  if (axis.hidden) return [];
  if (axis.ticks !== undefined) {
    const names = toList(evaluate(axis.names ?? [], scope));
    return toList(evaluate(axis.ticks, scope))
      .slice(0, names.length)
      .flatMap((place, at) => (toNumber(place) === null ? [] : [{ value: toNumber(place)!, text: toText(names[at]) }]));
  }
  const { format = DEFAULT_FORMAT } = axis;
  const write = (value: number) =>
    typeof format === "function" ? format(value) : fillTemplate(format, { ...scope, value });
  return computeTicks(domain, count)
    .map((value) => ({ value, text: write(value) }))
    .filter(({ text }) => text !== "");
}

/** As many as have room beside one another. */
function listFittingTicks(axis: Axis, scope: Scope, domain: Domain, room: number): Tick[] {
  let ticks: Tick[] = [];
  if (axis.ticks !== undefined) {
    ticks = listTicks(axis, scope, domain, 0);
    return ticks.map(({ value, text }) => ({ value, text: truncateText(text, room / ticks.length - 4, FONT_SIZE) }));
  }
  for (const count of [5, 4, 3, 2]) {
    ticks = listTicks(axis, scope, domain, count);
    const taken = ticks.reduce((sum, { text }) => sum + measureText(text, FONT_SIZE) + TICK_GAP, 0);
    if (taken <= room + TICK_GAP) return ticks;
  }
  return ticks.slice(0, 1);
}

/** A hairline for each tick of the upright axis, short strokes below the other one, and the titles. */
export function paintAxes(description: Description, plot: PlotArea, scope: Scope): Shape[] {
  const { left, right, top, bottom } = plot.box;
  const across = fillTemplate(description.x?.title, scope);
  const up = fillTemplate(description.y?.title, scope);
  return [
    ...paintHeights(description.y ?? {}, plot),
    ...plot.xTicks.flatMap((tick) => paintPlace(tick, plot)),
    ...(description.x?.hidden ? [] : [paintStroke("frame", [left, bottom], [right, bottom])]),
    ...(across
      ? [paintText("axis-title", right, bottom + 33, "end", truncateText(across, right - left, FONT_SIZE))]
      : []),
    ...(up ? [paintUpTitle(up, top, right)] : []),
  ];
}

/** Above the axis, or within the plot where a chart has margins of its own that leave no room there. */
function paintUpTitle(title: string, top: number, right: number): Shape {
  const y = top >= TOP + TITLE_ROOM ? top - TITLE_ROOM : top + 8;
  return paintText("axis-title", 0, y, "start", truncateText(title, right, FONT_SIZE));
}

function paintHeights(axis: Axis, { y, yTicks, box: { left, right } }: PlotArea): Shape[] {
  const named = axis.ticks !== undefined;
  return yTicks.flatMap(({ value, text }) => {
    const shown = truncateText(text, left - 10, FONT_SIZE);
    const written = paintText(named ? "name-tick" : "tick", left - 7, y(value) + 4, "end", shown);
    const labeled = shown === text ? written : { ...written, title: text };
    return named ? [labeled] : [paintStroke("grid", [left, y(value)], [right, y(value)]), labeled];
  });
}

function paintPlace({ value, text }: Tick, { x, box: { left, right, bottom } }: PlotArea): Shape[] {
  const at = x(value);
  return [
    paintStroke("frame", [at, bottom], [at, bottom + 4]),
    paintText("tick", at, bottom + 16, chooseAnchor(text, at, left, right), text),
  ];
}

/** The text of a tick at an end of the axis does not go beyond it by more than a few pixels. */
function chooseAnchor(text: string, x: number, left: number, right: number): string {
  const half = measureText(text, FONT_SIZE) / 2;
  return x + half > right + 12 ? "end" : x - half < left - 24 ? "start" : "middle";
}

const keepPixels: Scale = (value) => value;

const paintStroke = (style: string, from: [number, number], to: [number, number]): Shape => ({
  tag: "path",
  style,
  geometry: { d: buildLinePath([from, to], keepPixels, keepPixels) },
});

export const paintText = (style: string, x: number, y: number, anchor: string, text: string): Shape => ({
  tag: "text",
  style,
  geometry: { x, y, "text-anchor": anchor },
  text,
});
