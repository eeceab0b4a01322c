import { expect, test } from "vitest";
import { alignRects, distributeRects, findAlignmentGuides } from "./cardAlignment";

const card = (id: string, x: number, y: number, width = 100, height = 40) => ({ id, x, y, width, height });
const three = [card("a", 0, 0), card("b", 40, 100, 60), card("c", 200, 180)];

test.each([
  ["left", [0, 0, 0]],
  ["centre", [100, 120, 100]],
  ["right", [200, 240, 200]],
] as const)("aligned %s", (way, xs) => {
  expect(alignRects(three, way).map(({ x }) => x)).toEqual(xs);
});

test.each([
  ["top", [0, 0, 0]],
  ["middle", [90, 90, 90]],
  ["bottom", [180, 180, 180]],
] as const)("aligned %s", (way, ys) => {
  expect(alignRects(three, way).map(({ y }) => y)).toEqual(ys);
});

test("distributed cards have the same gap, and the outer ones stay", () => {
  const placed = distributeRects(three, "across");
  expect(placed.map(({ id, x }) => [id, x])).toEqual([
    ["a", 0],
    ["b", 120],
    ["c", 200],
  ]);
  expect(distributeRects(three, "down").map(({ y }) => y)).toEqual([0, 90, 180]);
});

test("a dragged card snaps to what is nearly in line, and a line says to what", () => {
  const found = findAlignmentGuides(card("d", 203, 400), three, 6);
  expect(found).toMatchObject({ x: -3, y: 0, lines: [{ vertical: true, position: 250, from: 180, to: 440 }] });
  expect(findAlignmentGuides(card("d", 500, 400), three, 6).lines).toEqual([]);
});
