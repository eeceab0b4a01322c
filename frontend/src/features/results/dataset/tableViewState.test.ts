/** Filters and orders of a table. */

import { expect, test } from "vitest";
import { type Condition, formatCondition, shortenCondition } from "../../../graph/rowConditions";
import {
  buildSelectionQuery,
  describeConditions,
  replaceConditions,
  serializeSelection,
  toggleSort,
} from "./tableViewState";

test("a column's name sorts up, then down, then as before", () => {
  const up = toggleSort([], "price", false);
  const down = toggleSort(up, "price", false);
  expect(up).toEqual([{ column: "price", descending: false }]);
  expect(down).toEqual([{ column: "price", descending: true }]);
  expect(toggleSort(down, "price", false)).toEqual([]);
});

test("with Shift a column joins the order, and a plain press takes its place", () => {
  const both = toggleSort([{ column: "make", descending: false }], "price", true);
  expect(both.map(({ column }) => column)).toEqual(["make", "price"]);
  expect(toggleSort(both, "make", true)[0]).toEqual({ column: "make", descending: true });
  expect(toggleSort(both, "doors", false)).toEqual([{ column: "doors", descending: false }]);
});

test("the table as it is asks for nothing", () => {
  expect(serializeSelection({ conditions: [], matchesAll: true, sort: [] })).toBe("");
  expect(buildSelectionQuery("", { offset: 0, column: ["a&b", "ü"], by: null })).toBe(
    "offset=0&column=a%26b&column=%C3%BC",
  );
});

test("a new filter of a column takes the place of its old ones", () => {
  const old = { column: "price", operator: ">" as const, values: [1] };
  const other = { column: "make", operator: "is missing" as const, values: [] };
  const fresh = { column: "price", operator: "<" as const, values: [9] };
  expect(replaceConditions([old, other], "price", [fresh])).toEqual([other, fresh]);
  expect(describeConditions({ conditions: [other, fresh], matchesAll: false })).toBe("make is missing or price < 9");
});

test("conditions are told as one would say them", () => {
  expect(formatCondition({ column: "price", operator: "between", values: [5, null] })).toBe("price >= 5");
  expect(formatCondition({ column: "price", operator: "between", values: [5, 9] })).toBe("price 5 to 9");
  const long: Condition = { column: "p", operator: "<", values: [0.13702367957220438] };
  expect(formatCondition(shortenCondition(long))).toBe("p < 0.137024");
  expect(formatCondition(long)).toBe("p < 0.13702367957220438");
  expect(formatCondition({ column: "make", values: ["audi", null, "", "vw"] })).toBe(
    "make is audi or missing or empty and 1 more",
  );
});
