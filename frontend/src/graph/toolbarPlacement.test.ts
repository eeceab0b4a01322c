import { expect, test } from "vitest";
import type { CardBounds } from "./routing/edgePath";
import { placeToolbar, type ToolbarSurroundings } from "./toolbarPlacement";

const CARD: CardBounds = { left: 400, top: 300, right: 648, bottom: 372 };
const SIZE = { long: 150, thick: 36 };
const EMPTY: ToolbarSurroundings = {
  area: { left: 0, top: 0, right: 1000, bottom: 800 },
  notes: [],
  marks: [],
  cards: [CARD],
  lines: [],
};

test("on free paper it stands right of the middle of its card", () => {
  expect(placeToolbar(CARD, SIZE, EMPTY)).toEqual({ left: 662, top: 261, upright: true });
});

test("a note on the right has it stand on the left", () => {
  const notes = [{ left: 666, top: 280, right: 918, bottom: 390 }];
  expect(placeToolbar(CARD, SIZE, { ...EMPTY, notes })).toEqual({ left: 350, top: 261, upright: true });
});

test("it stays in the canvas", () => {
  const area = { left: 390, top: 0, right: 660, bottom: 800 };
  const { left, top, upright } = placeToolbar(CARD, SIZE, { ...EMPTY, area });
  expect(upright).toBe(false);
  expect(left).toBeGreaterThanOrEqual(area.left);
  expect(left + SIZE.long).toBeLessThanOrEqual(area.right);
  expect(top + SIZE.thick < CARD.top || top > CARD.bottom).toBe(true);
});

test("between cards it moves along its card to where no port and no label is", () => {
  const mark = { left: 664, top: 250, right: 720, bottom: 290 };
  expect(placeToolbar(CARD, SIZE, { ...EMPTY, marks: [mark] })).toEqual({ left: 662, top: 300, upright: true });
});
