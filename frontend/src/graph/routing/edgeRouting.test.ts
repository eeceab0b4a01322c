import { describe, expect, test } from "vitest";
import { isOverlapping } from "./cardIndex";
import { placeLabels } from "./edgeLabels";
import { layOutEdges, routeAlone } from "./edgeLayout";
import { type CanvasPoint, type CardBounds, toRoundedPath } from "./edgePath";
import type { EdgeToRoute } from "./routeSearch";
import { listSegments } from "./routeSegments";
import { makeRandomDrawing } from "./testing/randomDrawing";
import cases from "./testing/routingCases.json";

const CARD: CardBounds = { left: 0, top: 0, right: 248, bottom: 72 };
const moveCard = (x: number, y: number): CardBounds => ({ left: x, top: y, right: x + 248, bottom: y + 72 });

function toBounds(points: readonly CanvasPoint[]): CardBounds[] {
  return listSegments("", points).map(({ upright, at, from, to }) =>
    upright ? { left: at, right: at, top: from, bottom: to } : { left: from, right: to, top: at, bottom: at },
  );
}

const crossesCard = (points: readonly CanvasPoint[], cards: readonly CardBounds[]): boolean =>
  toBounds(points).some((part) => cards.some((card) => isOverlapping(card, part)));

test("an edge to the next row turns above its target", () => {
  const cards = [CARD, moveCard(100, 104)];
  expect(routeAlone({ from: { x: 124, y: 72 }, to: { x: 224, y: 104 }, type: "dataset" }, cards)).toEqual([
    { x: 124, y: 72 },
    { x: 124, y: 88 },
    { x: 224, y: 88 },
    { x: 224, y: 104 },
  ]);
});

test("corners are round", () => {
  const points = [
    { x: 100, y: 72 },
    { x: 100, y: 88 },
    { x: 200, y: 88 },
    { x: 200, y: 104 },
  ];
  expect(toRoundedPath(points)).toBe("M100 72L100 78Q100 88 110 88L190 88Q200 88 200 98L200 104");
});

test("an edge leaves its column when a card is in the way, and comes back below it", () => {
  const cards = [CARD, moveCard(0, 104), moveCard(0, 208)];
  const points = routeAlone({ from: { x: 124, y: 72 }, to: { x: 124, y: 208 }, type: "dataset" }, cards);
  expect(crossesCard(points, cards)).toBe(false);
  expect(points).toHaveLength(6);
});

test("an edge to a card above its source goes around both", () => {
  const cards = [CARD, moveCard(0, 200)];
  const points = routeAlone({ from: { x: 124, y: 272 }, to: { x: 124, y: 0 }, type: "dataset" }, cards);
  expect(crossesCard(points, cards)).toBe(false);
  expect(points.at(-2)!.y).toBeLessThan(0);
});

test("edges of one output share their way, those of two do not lie on one another", () => {
  const cards = [CARD, moveCard(276, 0), moveCard(0, 104), moveCard(276, 104)];
  const { routes } = layOutEdges(
    [
      { id: "left", port: "a", from: { x: 124, y: 72 }, to: { x: 400, y: 104 }, type: "dataset" },
      { id: "right", port: "b", from: { x: 400, y: 72 }, to: { x: 124, y: 104 }, type: "dataset" },
    ],
    cards,
  );
  const levels = [...routes.values()].map((points) => points[1]!.y);
  expect(new Set(levels).size).toBe(2);
});

test("a port that another card covers gets the short way", () => {
  const cards = [CARD, moveCard(-50, 40), moveCard(0, 400)];
  const points = routeAlone({ from: { x: 124, y: 72 }, to: { x: 124, y: 400 }, type: "dataset" }, cards);
  expect(points[0]).toEqual({ x: 124, y: 72 });
  expect(points.at(-1)).toEqual({ x: 124, y: 400 });
});

describe.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20])("drawing %i", (seed) => {
  const { cards, edges } = makeRandomDrawing(seed, 30);
  const layout = layOutEdges(edges, cards);

  test("no edge runs behind a card", () => {
    const behind = edges.filter(({ id }) => crossesCard(layout.routes.get(id)!, cards));
    expect(behind).toEqual([]);
  });

  test("each edge goes from its port to its port, upright and level only", () => {
    for (const { id, from, to } of edges) {
      const points = layout.routes.get(id)!;
      expect([points[0], points.at(-1)]).toEqual([from, to]);
      if (points.length > 2) {
        const slanted = points.slice(1).filter(({ x, y }, at) => x !== points[at]!.x && y !== points[at]!.y);
        expect(slanted).toEqual([]);
      }
    }
  });

  test("a label lies on no card, no other label and no other edge", () => {
    const width = 56;
    const labels = placeLabels(
      edges.map(({ id, port }) => ({ id, port, width })),
      layout,
    );
    const boxes = [...labels].map(([id, { x, y }]) => ({
      port: edges.find((edge) => edge.id === id)!.port,
      box: { left: x - width / 2, right: x + width / 2, top: y - 6, bottom: y + 6 },
    }));
    expect(boxes.length).toBeGreaterThan(0);
    for (const { port, box } of boxes) {
      expect(cards.filter((card) => isOverlapping(card, box))).toEqual([]);
      expect(boxes.filter((other) => other.box !== box && isOverlapping(other.box, box))).toEqual([]);
      expect(layout.segments.findWithin(box).filter((other) => other.port !== port)).toEqual([]);
    }
  });
});

test.each(cases)(
  "the ways that pictures and the canvas agree on, drawing %#",
  ({ cards, edges, labelWidth, ...drawn }) => {
    const layout = layOutEdges(edges as EdgeToRoute[], cards);
    const labels = placeLabels(
      edges.map(({ id, port }) => ({ id, port, width: labelWidth })),
      layout,
    );
    expect(Object.fromEntries(layout.routes)).toEqual(drawn.routes);
    expect(Object.fromEntries(labels)).toEqual(drawn.labels);
  },
);

test("what no moved card touches keeps its way", () => {
  const { cards, edges } = makeRandomDrawing(4, 30);
  const before = layOutEdges(edges, cards);
  const far = { left: 90_000, top: 0, right: 90_248, bottom: 72 };
  const after = layOutEdges(edges, [...cards, far], before);
  expect(edges.every(({ id }) => after.routes.get(id) === before.routes.get(id))).toBe(true);
});

test("a card put on an edge has it go around", () => {
  const ends = { from: { x: 124, y: 72 }, to: { x: 124, y: 400 } };
  const edge: EdgeToRoute = { id: "edge", port: "a", ...ends, type: "dataset" };
  const cards = [CARD, moveCard(0, 400)];
  const before = layOutEdges([edge], cards);
  const after = layOutEdges([edge], [...cards, moveCard(0, 200)], before);
  expect(before.routes.get("edge")).toHaveLength(2);
  expect(crossesCard(after.routes.get("edge")!, [moveCard(0, 200)])).toBe(false);
});
