/** Filters and orders of a table. */

import { expect, test } from "vitest";
import { conditionWords } from "../../graph/conditions";
import { inWords, pressed, queryOf, replaced, selectionOf } from "./look";

test("a column's name sorts up, then down, then as before", () => {
  const up = pressed([], "price", false);
  const down = pressed(up, "price", false);
  expect(up).toEqual([{ column: "price", descending: false }]);
  expect(down).toEqual([{ column: "price", descending: true }]);
  expect(pressed(down, "price", false)).toEqual([]);
});

test("with Shift a column joins the order, and a plain press takes its place", () => {
  const both = pressed([{ column: "make", descending: false }], "price", true);
  expect(both.map(({ column }) => column)).toEqual(["make", "price"]);
  expect(pressed(both, "make", true)[0]).toEqual({ column: "make", descending: true });
  expect(pressed(both, "doors", false)).toEqual([{ column: "doors", descending: false }]);
});

test("the table as it is asks for nothing", () => {
  expect(selectionOf({ conditions: [], every: true, sort: [] })).toBe("");
  expect(queryOf("", { offset: 0, column: ["a&b", "ü"], by: null })).toBe("offset=0&column=a%26b&column=%C3%BC");
});

test("a new filter of a column takes the place of its old ones", () => {
  const old = { column: "price", operator: ">" as const, values: [1] };
  const other = { column: "make", operator: "is missing" as const, values: [] };
  const fresh = { column: "price", operator: "<" as const, values: [9] };
  expect(replaced([old, other], "price", [fresh])).toEqual([other, fresh]);
  expect(inWords({ conditions: [other, fresh], every: false })).toBe("make is missing or price < 9");
});

test("conditions are told as one would say them", () => {
  expect(conditionWords({ column: "price", operator: "between", values: [5, null] })).toBe("price >= 5");
  expect(conditionWords({ column: "price", operator: "between", values: [5, 9] })).toBe("price 5 to 9");
  expect(conditionWords({ column: "make", values: ["audi", null, "", "vw"] })).toBe(
    "make is audi or missing or empty and 1 more",
  );
});
