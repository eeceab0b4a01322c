import { expect, test } from "vitest";
import type { Lineage } from "../../api/pipelines";
import { layOutLineage } from "./lineageLayout";

const makeLineage = (edges: [string, string][]): Lineage =>
  ({
    things: [...new Set(edges.flat())].map((key) => ({ key })),
    runs: [],
    edges: edges.map(([source, target]) => ({ source, target })),
    is_cut: false,
  }) as unknown as Lineage;

const placeKeys = (lineage: Lineage) => {
  const found = layOutLineage(lineage).cards;
  const columns = [...new Set(found.map(({ x }) => x))].sort((one, other) => one - other);
  return Object.fromEntries(found.map(({ key, x }) => [key, columns.indexOf(x)]));
};

test("each stands behind all that it came from", () => {
  const edges: [string, string][] = [
    ["data", "run1"],
    ["run1", "clean"],
    ["clean", "run2"],
    ["data", "run2"],
    ["run2", "model"],
  ];
  expect(placeKeys(makeLineage(edges))).toEqual({ data: 0, run1: 1, clean: 2, run2: 3, model: 4 });
});

test("a loop does not go on for ever", () => {
  const layout = layOutLineage(
    makeLineage([
      ["a", "b"],
      ["b", "a"],
    ]),
  );
  expect(layout.cards).toHaveLength(2);
  expect(layout.paths).toHaveLength(2);
});
