import { expect, test } from "vitest";
import type { PipelineRun } from "../../api/pipelines";
import { layOutGates } from "./gateLayout";
import { chooseTicks, type Gate, layOutRuns } from "./runHistory";

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

const makeGate = (value: number, champion: number | null, promoted: boolean): Gate => ({
  model: "demand",
  promoted,
  reason: "",
  metric: champion === null ? null : "Root_Mean_Squared_Error",
  value: champion === null ? null : value,
  champion,
  difference: champion === null ? null : value - champion,
  low: champion === null ? null : value - champion - 5,
  high: champion === null ? null : value - champion + 5,
  rows: 147,
});

const makeJudgedRun = (number: number, value: number, champion: number | null, promoted: boolean): PipelineRun => {
  const run = makeRun(number, 1, null);
  run.run.evaluations = { evaluate: [{ model: "", metrics: { Root_Mean_Squared_Error: value } }] };
  return { ...run, gates: { register: makeGate(value, champion, promoted) } };
};

const JUDGED = [
  makeJudgedRun(4, 90, 60, false),
  makeJudgedRun(3, 60, 100, true),
  makeJudgedRun(2, 104, 100, false),
  makeJudgedRun(1, 100, null, true),
];

test("the line of the champion begins with the first model and steps at a promotion", () => {
  const { champions, marks } = layOutRuns(JUDGED, FRAME, 30)!;
  expect(champions.map(({ value, x }) => [value, x])).toEqual([
    [100, marks[0]!.x],
    [60, marks[2]!.x],
  ]);
});

test("differences lie around zero, better ones below it where lower is better", () => {
  const { zero, compared } = layOutGates(layOutRuns(JUDGED, FRAME, 30)!.marks, 0, 100)!;
  expect(zero).toBe(50);
  expect(compared.map(({ mark }) => mark.number)).toEqual([2, 3, 4]);
  expect(compared[1]!.middle).toBeGreaterThan(zero);
  expect(compared[2]!.high).toBeLessThan(compared[2]!.low);
});

test("a difference that is far larger than the others is an arrow at the edge", () => {
  const runs = [
    makeJudgedRun(4, 50, 1000, true),
    makeJudgedRun(3, 1003, 1000, false),
    makeJudgedRun(2, 999, 1000, false),
  ];
  const { compared } = layOutGates(layOutRuns(runs, FRAME, 30)!.marks, 0, 100)!;
  expect(compared.map(({ isBeyond }) => isBeyond)).toEqual([false, false, true]);
});

test("runs without a gate have no champion and no panel", () => {
  const { champions, marks } = layOutRuns([makeRun(1, 1, 0.7)], FRAME, 30)!;
  expect(champions).toEqual([]);
  expect(layOutGates(marks, 0, 100)).toBeNull();
});
