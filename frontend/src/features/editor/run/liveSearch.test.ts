import { expect, it } from "vitest";
import type { MetricSeries } from "../../results/job/jobQueries";
import { buildBestStairs, listTrials, rankLearners } from "./liveSearch";

const build = (name: string, steps: number[], values: number[]): MetricSeries => ({
  name,
  steps,
  values,
  count: values.length,
});

it("ranks learners by their best trial, whichever direction is better", () => {
  const forest = build("Forest", [1, 4], [5, 3]);
  const linear = build("Linear", [2], [4]);
  expect(rankLearners([forest, linear, build("Best so far", [1, 2, 4], [5, 4, 3])])).toEqual([
    { learner: "Forest", best: 3, trials: 2 },
    { learner: "Linear", best: 4, trials: 1 },
  ]);
  expect(rankLearners([linear, forest, build("Best so far", [1, 2, 4], [5, 5, 5])])[0]).toEqual({
    learner: "Forest",
    best: 5,
    trials: 2,
  });
});

it("lists the trials of all learners in their order", () => {
  const series = [build("Forest", [1, 4], [5, 3]), build("Linear", [2], [4]), build("Best so far", [1], [5])];
  expect(listTrials(series).map(({ number }) => number)).toEqual([1, 2, 4]);
  expect(rankLearners([])).toEqual([]);
});

it("draws the best up to each trial, whichever ended first", () => {
  // The second trial ended before the first.
  const series = [build("Forest", [2, 1, 3], [5, 4, 3]), build("Best so far", [2, 1, 3], [5, 4, 3])];
  expect(buildBestStairs(series)).toEqual([
    [1, 4],
    [2, 4],
    [2, 4],
    [3, 4],
    [3, 3],
  ]);
});
