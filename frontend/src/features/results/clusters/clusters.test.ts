/** What the views of clusters and components work out before they draw. */

import { expect, test } from "vitest";
import { addUp, spreadApart } from "./Components";
import { chooseDecimals, formatAligned } from "./clusterAlignment";
import { getClusterSeriesColor, getDifferenceColor } from "./clusterColors";
import { groupLeaves } from "./Dendrogram";

test("noise is gray, and the seventh cluster has the color of the first", () => {
  expect([getClusterSeriesColor(-1), getClusterSeriesColor(null), getClusterSeriesColor(6)]).toEqual([
    "var(--bar)",
    "var(--bar)",
    getClusterSeriesColor(0),
  ]);
});

test("a difference that hardly shows has no wash, and a large one is no stronger than the full one", () => {
  expect([getDifferenceColor(0.01, 2), getDifferenceColor(null, 2)]).toEqual([undefined, undefined]);
  expect(getDifferenceColor(-9, 2)).toBe("color-mix(in srgb, var(--series-2) 38%, var(--paper))");
});

test("the largest of the values has four digits, and the others as many decimals", () => {
  expect([12.3456, 0.5].map((value) => formatAligned(value, chooseDecimals([12.3456, 0.5])))).toEqual([
    "12.35",
    "0.50",
  ]);
  expect([chooseDecimals([45_321]), chooseDecimals([0.00321]), chooseDecimals([])]).toEqual([0, 6, 0]);
  expect(formatAligned(null, 2)).toBe("–");
});

test("neighboring branches of one cluster are one span, and branches of none belong to none", () => {
  const leaves = [1, 1, null, 0, 0, 1].map((cluster) => ({ rows: 1, cluster }));
  expect(groupLeaves(leaves)).toEqual([
    { cluster: 1, from: 0, to: 1 },
    { cluster: 0, from: 3, to: 4 },
    { cluster: 1, from: 5, to: 5 },
  ]);
});

test("shares of components add up", () => {
  expect(addUp([0.5, 0.25, 0.25])).toEqual([0.5, 0.75, 1]);
});

test("names on one side of the middle are moved apart, those on different sides are not", () => {
  const ends = [
    { top: 10, before: false },
    { top: 12, before: false },
    { top: 11, before: true },
  ];
  expect(spreadApart(ends)).toEqual([10, 24, 11]);
});
