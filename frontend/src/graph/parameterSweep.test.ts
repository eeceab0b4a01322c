import { expect, test } from "vitest";
import type { Json } from "../api/designDocument";
import { convertSweep, isSweep, type Sweep, suggestSweep } from "./parameterSweep";
import { makeWidget } from "./testing/widgetFixtures";

const number = makeWidget("number", "learning_rate", { exclusive_minimum: 0, maximum: 1 });

test("the usual values of a parameter come first", () => {
  expect(suggestSweep({ ...number, suggested_values: [0.1, 0.2] }, 0.1)).toEqual({ list: [0.1, 0.2] });
});

test("without usual values all choices are tried, or a range around the value within its limits", () => {
  expect(suggestSweep(makeWidget("choice", "method", { options: ["a", "b"] }), "a")).toEqual({ list: ["a", "b"] });
  expect(suggestSweep(makeWidget("switch", "shuffle"), true)).toEqual({ list: [false, true] });
  expect(suggestSweep(number, 0.2)).toEqual({ range: { minimum: 0.02, maximum: 1, scale: "log" } });
  expect(suggestSweep(makeWidget("number", "depth", { whole: true, minimum: 1 }), 4)).toEqual({
    range: { minimum: 1, maximum: 40, scale: "linear" },
  });
});

test("a range becomes a list of evenly spread values and a list the range that holds it", () => {
  const range = { range: { minimum: 0.01, maximum: 100, scale: "log" } } as Json & Sweep;
  expect(convertSweep(range, false)).toEqual({ list: [0.01, 0.1, 1, 10, 100] });
  expect(convertSweep({ range: { minimum: 1, maximum: 3, scale: "linear" } } as Json & Sweep, true)).toEqual({
    list: [1, 2, 3],
  });
  expect(convertSweep({ list: [4, 2, 8] } as Json & Sweep, true)).toEqual({
    range: { minimum: 2, maximum: 8, scale: "linear" },
  });
});

test("only ranges and lists are several values", () => {
  const several: Json[] = [{ list: [1] }, { range: { minimum: 0, maximum: 1 } }];
  expect(several.every(isSweep)).toBe(true);
  expect([1, "list", null, undefined, [1], { names: [] }].some(isSweep)).toBe(false);
});
