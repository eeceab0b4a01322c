import { expect, test } from "vitest";
import type { Seen } from "../api/types";
import { inFewWords } from "./seen";

const SEEN: Seen = { rows: 100, missing: 0, minimum: 1, maximum: 90.5, distinct: 12, exact: true };

test("a range and the missing share are told in a few words", () => {
  expect(inFewWords(SEEN)).toBe("1 to 90.5, none missing");
});

test("where rows were left out since, only bounds are told", () => {
  expect(inFewWords({ ...SEEN, missing: null, exact: false })).toBe("within 1 to 90.5");
});

test("what has no range has a number of values", () => {
  expect(inFewWords({ ...SEEN, minimum: null, maximum: null, missing: 0.25 })).toMatch(/^12 values, 25.0.% missing$/);
});

test("nothing seen is nothing said", () => {
  expect(inFewWords(undefined)).toBe("");
});
