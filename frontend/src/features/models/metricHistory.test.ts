import { expect, test } from "vitest";
import { layOutHistory } from "./metricHistory";

const lay = (values: (number | null | undefined)[], lower = false) =>
  layOutHistory(
    values.map((value, index) => ({ version: index + 1, value })),
    lower,
    100,
    28,
  );

test("the best stands on top, whichever way is better", () => {
  expect(lay([1, 3, 2]).map(({ y }) => y)).toEqual([24, 4, 14]);
  expect(lay([1, 3, 2], true).map(({ y }) => y)).toEqual([4, 24, 14]);
});

test("versions without the metric are left out", () => {
  expect(lay([1, null, undefined, Number.NaN, 2]).map(({ version, x }) => [version, x])).toEqual([
    [1, 4],
    [5, 96],
  ]);
});

test("one version, or all alike, stand in the middle", () => {
  expect(lay([5])).toEqual([{ version: 1, x: 50, y: 14 }]);
  expect(lay([5, 5]).map(({ y }) => y)).toEqual([14, 14]);
  expect(lay([])).toEqual([]);
});
