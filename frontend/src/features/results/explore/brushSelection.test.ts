/** From a box in a chart to conditions. */

import { expect, test } from "vitest";
import { formatCondition } from "../../../graph/rowConditions";
import { buildBinConditions, buildRangeCondition, moveBoxByKey, snapToEdges } from "./brushSelection";

test("a drag takes whole bins, the last one with its upper edge", () => {
  const edges = [0, 10, 20, 30];
  expect(snapToEdges(edges, [4, 11])).toEqual([0, 20]);
  expect(snapToEdges(edges, [10, 10])).toEqual([10, 20]);
  expect(buildBinConditions("price", "real", [10, 20], false).map(formatCondition)).toEqual([
    "price >= 10",
    "price < 20",
  ]);
  expect(buildBinConditions("price", "real", [20, 30], true).map(formatCondition)).toEqual([
    "price >= 20",
    "price <= 30",
  ]);
});

test("times are chosen as times", () => {
  const [from] = buildBinConditions("sold", "datetime", [0, 86_400_000], false);
  expect(from).toEqual({ column: "sold", operator: ">=", values: ["1970-01-01T00:00:00.000Z"] });
});

test("a range is written with no more digits than the axis can show", () => {
  const condition = buildRangeCondition("price", "real", [5_118.2345, 9_999.876], [5_000, 45_400]);
  expect(formatCondition(condition)).toBe("price 5120 to 10000");
});

test("of whole numbers the range has whole ends", () => {
  expect(formatCondition(buildRangeCondition("months", "integer", [22.7, 60.82], [4, 72]))).toBe("months 23 to 60");
  expect(formatCondition(buildRangeCondition("months", "integer", [22.2, 22.8], [4, 72]))).toBe("months 22.2 to 22.8");
});

test("keys make a box, move it and pull its corner, and never leave the axes", () => {
  const made = moveBoxByKey(null, { key: "ArrowRight", shiftKey: false }, [0, 30], null, 30)!;
  expect(made.x).toEqual([10, 20]);
  expect(moveBoxByKey(made, { key: "ArrowRight", shiftKey: false }, [0, 30], null, 30)!.x).toEqual([11, 21]);
  expect(moveBoxByKey(made, { key: "ArrowLeft", shiftKey: true }, [0, 30], null, 30)!.x).toEqual([10, 19]);
  expect(moveBoxByKey({ x: [25, 30], y: null }, { key: "ArrowRight", shiftKey: false }, [0, 30], null, 30)!.x).toEqual([
    25, 30,
  ]);
});
