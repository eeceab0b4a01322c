import { expect, test } from "vitest";
import type { LivePeriod } from "../../api/endpoints";
import { layOutMetric } from "./liveMetrics";

const period = (start: string, value?: number): LivePeriod => ({
  start,
  answered: 1,
  labeled: 1,
  metrics: value === undefined ? {} : { AUC: value },
});

test("points stand by their time, and the figure at registration by the same scale", () => {
  const periods = [
    period("2026-11-01T00:00:00Z", 0.9),
    period("2026-11-02T00:00:00Z"),
    period("2026-11-05T00:00:00Z", 0.7),
  ];
  const { points, registeredY } = layOutMetric(periods, "AUC", 0.8, 108, 58);
  expect(points.map(({ x, y }) => [x, y])).toEqual([
    [4, 4],
    [104, 54],
  ]);
  expect(registeredY).toBe(29);
});

test("one value stands in the middle", () => {
  const { points, registeredY } = layOutMetric([period("2026-11-01T00:00:00Z", 0.9)], "AUC", undefined, 108, 58);
  expect(points.map(({ x, y }) => [x, y])).toEqual([[54, 29]]);
  expect(registeredY).toBeNull();
});
