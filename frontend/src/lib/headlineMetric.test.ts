/** The number on a design's card. */

import { expect, test } from "vitest";
import { formatHeadlineMetric } from "./headlineMetric";

test("the best model speaks for the run", () => {
  const metrics = {
    evaluate: { Coefficient_of_Determination: 0.81, Mean_Absolute_Error: 1500 },
    other: { Coefficient_of_Determination: 0.94 },
  };
  expect(formatHeadlineMetric(metrics)).toBe("R² 0.940");
});

test("without a known metric there is nothing to say", () => {
  expect([formatHeadlineMetric({}), formatHeadlineMetric(undefined)]).toEqual(["", ""]);
});
