/** Scales and ticks. */

import { expect, test } from "vitest";
import { computeExtent, computeTicks, createLinearScale, thinOut } from "./chartScale";

test("ticks are round and stay within the domain", () => {
  expect(computeTicks([0, 1])).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(computeTicks([5118, 45400], 4)).toEqual([20000, 40000]);
  expect(computeTicks([3, 3])).toEqual([3]);
});

test("a scale maps the ends of its domain to the ends of its range, also upside down", () => {
  const scale = createLinearScale([10, 20], [100, 0]);
  expect([scale(10), scale(15), scale(20)]).toEqual([100, 50, 0]);
});

test("a domain without width maps to the middle", () => {
  expect(createLinearScale([4, 4], [0, 10])(4)).toBe(5);
});

test("the extent of nothing is the unit interval", () => {
  expect(computeExtent([])).toEqual([0, 1]);
  expect(computeExtent([2, 12], 0.1)).toEqual([1, 13]);
});

test("thinning keeps both ends", () => {
  const thin = thinOut([...Array(1000).keys()], 11);
  expect([thin.length, thin[0], thin.at(-1)]).toEqual([11, 0, 999]);
});
