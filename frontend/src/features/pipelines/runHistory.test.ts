import { expect, test } from "vitest";
import type { PipelineRun } from "../../api/pipelines";
import { chooseTicks, layOutRuns } from "./runHistory";

const FRAME = { left: 0, right: 100, top: 0, bottom: 50 };

const makeRun = (number: number, version: number, auc: number | null, state = "succeeded"): PipelineRun =>
  ({
    version,
    started_by: "person",
    run: {
      id: `r${number}`,
      number,
      state,
      evaluations: auc === null ? {} : { evaluate: [{ model: "", metrics: { AUC: auc } }] },
    },
  }) as unknown as PipelineRun;

test("the oldest run stands left, better values higher, and another version begins between two runs", () => {
  const history = layOutRuns([makeRun(3, 2, 0.9), makeRun(2, 1, 0.8), makeRun(1, 1, 0.7)], FRAME, 30)!;
  expect(history.marks.map(({ number, x }) => [number, x])).toEqual([
    [1, 0],
    [2, 50],
    [3, 100],
  ]);
  const heights = history.marks.map(({ y }) => y);
  expect(heights[0]).toBeGreaterThan(heights[1]!);
  expect(heights[1]).toBeGreaterThan(heights[2]!);
  expect(history.borders).toEqual([{ version: 2, x: 75 }]);
});

test("a run that failed is marked and has no value; those under way are left out", () => {
  const runs = [makeRun(3, 1, null, "running"), makeRun(2, 1, null, "failed"), makeRun(1, 1, 0.7)];
  expect(layOutRuns(runs, FRAME, 30)!.marks.map(({ kind, value }) => [kind, value])).toEqual([
    ["measured", 0.7],
    ["failed", null],
  ]);
});

test("without an evaluation there is nothing to draw", () => {
  expect(layOutRuns([makeRun(1, 1, null)], FRAME, 30)).toBeNull();
  expect(layOutRuns([], FRAME, 30)).toBeNull();
});

test.each([
  [0.7, 0.95, [0.7, 0.8, 0.9]],
  [494, 1154, [500, 1000]],
  [-3, 4, [0]],
])("round numbers between %s and %s", (low, high, ticks) => {
  expect(chooseTicks(low, high)).toEqual(ticks);
});
