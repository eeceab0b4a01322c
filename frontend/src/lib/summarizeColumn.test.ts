import { expect, test } from "vitest";
import type { ValueStatistics } from "../api/apiTypes";
import { summarizeColumn } from "./summarizeColumn";

const SEEN: ValueStatistics = { rows: 100, missing: 0, minimum: 1, maximum: 90.5, distinct: 12, exact: true };

test("a range and the missing share are told in a few words", () => {
  expect(summarizeColumn(SEEN)).toBe("1 to 90.5, none missing");
});

test("where rows were left out since, only bounds are told", () => {
  expect(summarizeColumn({ ...SEEN, missing: null, exact: false })).toBe("within 1 to 90.5");
});

test("what has no range has a number of values", () => {
  expect(summarizeColumn({ ...SEEN, minimum: null, maximum: null, missing: 0.25 })).toMatch(
    /^12 values, 25.0.% missing$/,
  );
});

test("nothing seen is nothing said", () => {
  expect(summarizeColumn(undefined)).toBe("");
});
