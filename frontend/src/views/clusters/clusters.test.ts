/** What the views of clusters and components work out before they draw. */

import { expect, test } from "vitest";
import { aligned, decimalsFor } from "./aligned";
import { added, apart } from "./Components";
import { clusterColor, wash } from "./colors";
import { spans } from "./Dendrogram";

test("noise is grey, and the seventh cluster has the colour of the first", () => {
  expect([clusterColor(-1), clusterColor(null), clusterColor(6)]).toEqual([
    "var(--bar)",
    "var(--bar)",
    clusterColor(0),
  ]);
});

test("a difference that hardly shows has no wash, and a large one is no stronger than the full one", () => {
  expect([wash(0.01, 2), wash(null, 2)]).toEqual([undefined, undefined]);
  expect(wash(-9, 2)).toBe("color-mix(in srgb, var(--series-2) 38%, var(--paper))");
});

test("the largest of the values has four digits, and the others as many decimals", () => {
  expect([12.3456, 0.5].map((value) => aligned(value, decimalsFor([12.3456, 0.5])))).toEqual(["12.35", "0.50"]);
  expect([decimalsFor([45_321]), decimalsFor([0.00321]), decimalsFor([])]).toEqual([0, 6, 0]);
  expect(aligned(null, 2)).toBe("–");
});

test("neighbouring branches of one cluster are one span, and branches of none belong to none", () => {
  const leaves = [1, 1, null, 0, 0, 1].map((cluster) => ({ rows: 1, cluster }));
  expect(spans(leaves)).toEqual([
    { cluster: 1, from: 0, to: 1 },
    { cluster: 0, from: 3, to: 4 },
    { cluster: 1, from: 5, to: 5 },
  ]);
});

test("shares of components add up", () => {
  expect(added([0.5, 0.25, 0.25])).toEqual([0.5, 0.75, 1]);
});

test("names on one side of the middle are moved apart, those on different sides are not", () => {
  const ends = [
    { top: 10, before: false },
    { top: 12, before: false },
    { top: 11, before: true },
  ];
  expect(apart(ends)).toEqual([10, 24, 11]);
});
