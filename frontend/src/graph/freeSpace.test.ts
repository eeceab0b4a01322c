import { expect, test } from "vitest";
import { findFreeCorner, findNextInFlow, findRowBetween, isCardWithin } from "./freeSpace";

const seen = { x: 0, y: 0, width: 800, height: 400 };

test("a new card stands at the place itself when nothing is there", () => {
  expect(findFreeCorner({ x: 8, y: 104 }, [{ x: 8, y: 0 }], seen)).toEqual({ x: 8, y: 104 });
});

test("where a card is in the way, the new one stands below it", () => {
  const cards = [
    { x: 8, y: 0 },
    { x: 8, y: 104 },
  ];
  expect(findFreeCorner({ x: 8, y: 104 }, cards, seen)).toEqual({ x: 8, y: 208 });
});

test("at the lower edge of what is seen the new card stands beside the last one", () => {
  const column = [0, 104, 208, 312].map((y) => ({ x: 8, y }));
  expect(findFreeCorner({ x: 8, y: 416 }, column, seen)).toEqual({ x: 288, y: 312 });
});

test("a new card stands under no cover", () => {
  const cover = { x: 0, y: 90, width: 260, height: 100 };
  expect(findFreeCorner({ x: 8, y: 104 }, [{ x: 8, y: 0 }], seen, [cover])).toEqual({ x: 8, y: 208 });
});

test("a card between two that stand close gets a row of its own", () => {
  expect(findRowBetween({ x: 0, y: 0 }, { x: 0, y: 120 }, { x: 8, y: 60 })).toEqual({
    corner: { x: 0, y: 104 },
    down: 88,
  });
  expect(findRowBetween({ x: 0, y: 0 }, { x: 0, y: 400 }, { x: 8, y: 200 })).toBeNull();
  expect(findRowBetween({ x: 0, y: 0 }, { x: 300, y: 0 }, { x: 150, y: 8 })).toBeNull();
});

test("where all that is seen is full, the new card stands below", () => {
  expect(findFreeCorner({ x: 0, y: 0 }, [{ x: 0, y: 0 }], { x: 0, y: 0, width: 250, height: 90 })).toEqual({
    x: 0,
    y: 104,
  });
});

test("a card that follows another stands in sight beside it, and never above it", () => {
  const cards = [{ x: 8, y: 312 }];
  const below = { x: 8, y: 416 };
  expect(findFreeCorner(below, cards, seen, [], 312)).toEqual({ x: 288, y: 312 });
  const narrow = { ...seen, width: 280 };
  expect(findFreeCorner(below, cards, narrow, [], 312)).toEqual(below);
});

test("a card that reaches out of the area is not within it", () => {
  expect([isCardWithin(seen, { x: 0, y: 0 }), isCardWithin(seen, { x: 700, y: 0 })]).toEqual([true, false]);
});

test("a card that follows another stands in the row below it, beside what stands there, in sight or not", () => {
  const cards = [
    { x: 8, y: 0 },
    { x: 8, y: 104 },
  ];
  expect(findNextInFlow({ x: 8, y: 104 }, cards, "output")).toEqual({ x: 8, y: 208 });
  expect(findNextInFlow({ x: 8, y: 0 }, cards, "output")).toEqual({ x: 288, y: 104 });
  expect(findNextInFlow({ x: 8, y: 104 }, cards, "input")).toEqual({ x: 288, y: 0 });
});
