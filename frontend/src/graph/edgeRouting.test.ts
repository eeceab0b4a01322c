import { expect, test } from "vitest";
import { routeEdge } from "./edgeRouting";

const from = { x: 100, y: 72 };

test("an edge to the next row turns above its target", () => {
  expect(routeEdge(from, { x: 200, y: 104 }, "dataset")?.path).toBe(
    "M100 72L100 78Q100 88 110 88L190 88Q200 88 200 98L200 104",
  );
});

test("a target above the source has no way down", () => {
  expect(routeEdge(from, { x: 200, y: 40 }, "dataset")).toBeNull();
});

test("an edge leaves its column when a card is in the way, and comes back under it", () => {
  const card = { left: 0, top: 104, right: 248, bottom: 176 };
  expect(routeEdge(from, { x: 120, y: 208 }, "dataset", [card])?.path).toBe(
    "M100 72L100 78Q100 88 90 88L-4 88Q-14 88 -14 98L-14 182Q-14 192 -4 192L110 192Q120 192 120 202L120 208",
  );
});

test("a card aside changes nothing", () => {
  const to = { x: 200, y: 400 };
  const aside = { left: 120, top: 104, right: 368, bottom: 176 };
  expect(routeEdge(from, to, "dataset", [aside])).toEqual(routeEdge(from, to, "dataset"));
});

test("where no way is free the edge takes the short one", () => {
  const to = { x: 100, y: 400 };
  const wall = { left: -9999, top: 104, right: 9999, bottom: 176 };
  const shut = { left: -99999, top: 80, right: 99999, bottom: 300 };
  expect(routeEdge(from, to, "dataset", [wall, shut])?.path).toBe("M100 72L100 400");
});
