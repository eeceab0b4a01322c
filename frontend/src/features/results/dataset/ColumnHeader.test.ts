/** How wide columns are drawn. */

import { expect, test } from "vitest";
import { createProfile } from "../viewFixtures";
import { computeColumnWidth } from "./ColumnHeader";

const whole = (name: string, min: number, max: number) =>
  createProfile("integer", min, max, { name, histogram: { edges: [min, max], counts: [1] } });

test("a column has room for both ends of its range", () => {
  expect(computeColumnWidth(whole("age", 17, 90))).toBe(92);
  expect(computeColumnWidth(whole("weight", 12_285, 1_484_705))).toBeGreaterThan(115);
});

test("a long range is no reason for a column without end", () => {
  expect(computeColumnWidth(whole("id", -1e15, 1e15))).toBeLessThanOrEqual(260);
});
