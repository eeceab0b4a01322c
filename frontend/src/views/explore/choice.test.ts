/** From a box in a chart to conditions. */

import { expect, test } from "vitest";
import { conditionWords } from "../../graph/conditions";
import { binConditions, boxAfter, rangeCondition, snappedTo } from "./choice";

test("a drag takes whole bins, the last one with its upper edge", () => {
  const edges = [0, 10, 20, 30];
  expect(snappedTo(edges, [4, 11])).toEqual([0, 20]);
  expect(snappedTo(edges, [10, 10])).toEqual([10, 20]);
  expect(binConditions("price", "real", [10, 20], false).map(conditionWords)).toEqual(["price >= 10", "price < 20"]);
  expect(binConditions("price", "real", [20, 30], true).map(conditionWords)).toEqual(["price >= 20", "price <= 30"]);
});

test("times are chosen as times", () => {
  const [from] = binConditions("sold", "datetime", [0, 86_400_000], false);
  expect(from).toEqual({ column: "sold", operator: ">=", values: ["1970-01-01T00:00:00.000Z"] });
});

test("a range is written with no more digits than the axis can show", () => {
  const condition = rangeCondition("price", "real", [5_118.2345, 9_999.876], [5_000, 45_400]);
  expect(conditionWords(condition)).toBe("price 5120 to 10000");
});

test("of whole numbers the range has whole ends", () => {
  expect(conditionWords(rangeCondition("months", "integer", [22.7, 60.82], [4, 72]))).toBe("months 23 to 60");
  expect(conditionWords(rangeCondition("months", "integer", [22.2, 22.8], [4, 72]))).toBe("months 22.2 to 22.8");
});

test("keys make a box, move it and pull its corner, and never leave the axes", () => {
  const made = boxAfter(null, { key: "ArrowRight", shiftKey: false }, [0, 30], null, 30)!;
  expect(made.x).toEqual([10, 20]);
  expect(boxAfter(made, { key: "ArrowRight", shiftKey: false }, [0, 30], null, 30)!.x).toEqual([11, 21]);
  expect(boxAfter(made, { key: "ArrowLeft", shiftKey: true }, [0, 30], null, 30)!.x).toEqual([10, 19]);
  expect(boxAfter({ x: [25, 30], y: null }, { key: "ArrowRight", shiftKey: false }, [0, 30], null, 30)!.x).toEqual([
    25, 30,
  ]);
});
