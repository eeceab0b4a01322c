/** The names of curves, beside them instead of in a legend: where the least of what is drawn runs through them. */

import { FONT_SIZE, type PlotArea, paintText } from "./axes";
import type { Mark, Shape } from "./description";
import { addFields, evaluate, fillTemplate } from "./expressions";
import type { Point } from "./marks";
import { measureText, truncateText } from "./textSize";
import { type Scope, toList } from "./values";

const MOST_NAMES = 6;
/** More curves than these are named only: what there is to say of each would lie over the curves. */
const MOST_WITH_NOTES = 2;
const NAME_SIZE = 13;
/** Of a name with its note, and of a name alone. */
const [LABEL_HEIGHT, NAME_HEIGHT] = [38, 18];
const NOTE_OFFSET = 15;
const [ASCENT, DESCENT, PADDING] = [12, 5, 8];
const PLACES = ["top left", "top right", "bottom left", "bottom right", "middle left", "middle right"];

/** The names of the curves with their notes, each in its color, in the clearest of the places. */
export function paintNames(mark: Mark, scope: Scope, plot: PlotArea, obstacles: Point[]): Shape[] {
  const items = toList(evaluate(mark.each, scope)).slice(0, MOST_NAMES);
  const room = plot.box.right - plot.box.left - 2 * PADDING;
  const labels = items.map((item, place) => {
    const known = addFields({ ...scope, place }, item);
    return {
      name: truncateText(fillTemplate(mark.name, known), room, NAME_SIZE),
      note: items.length <= MOST_WITH_NOTES ? fillTemplate(mark.note, known) : "",
      color: fillTemplate(mark.color, known),
    };
  });
  if (labels.length === 0) return [];
  const each = labels.some(({ note }) => note) ? LABEL_HEIGHT : NAME_HEIGHT;
  const widths = labels.flatMap(({ name, note }) => [measureText(name, NAME_SIZE), measureText(note, FONT_SIZE)]);
  const size: Point = [Math.max(...widths) + 4, each * labels.length];
  const [x, y] = findClearestPlace(mark.places ?? PLACES, size, plot, obstacles);
  return labels.flatMap(({ name, note, color }, place) => {
    const top = y + ASCENT + each * place;
    const named = { ...paintText("curve-name", x, top, "start", name), ...(color && { color }) };
    return note ? [named, paintText("note", x, top + NOTE_OFFSET, "start", note)] : [named];
  });
}

/** The left upper corner of the place that the least is drawn in; of equals the first one. */
export function findClearestPlace(places: string[], size: Point, plot: PlotArea, obstacles: Point[]): Point {
  const corners = places.map((place) => findCorner(place, size, plot));
  const covered = ([left, top]: Point) =>
    obstacles.filter(
      ([x, y]) => x >= left - DESCENT && x <= left + size[0] + DESCENT && y >= top - DESCENT && y <= top + size[1],
    ).length;
  return corners.toSorted((one, other) => covered(one) - covered(other))[0]!;
}

function findCorner(place: string, [width, height]: Point, { box }: PlotArea): Point {
  const [vertical, horizontal] = place.split(" ");
  const x = horizontal === "left" ? box.left + PADDING : Math.max(box.left + PADDING, box.right - PADDING - width);
  if (vertical === "top") return [x, box.top + PADDING];
  if (vertical === "bottom") return [x, box.bottom - height - PADDING];
  return [x, box.top + (box.bottom - box.top - height) / 2];
}
