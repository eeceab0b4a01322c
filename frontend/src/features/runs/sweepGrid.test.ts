import { expect, test } from "vitest";
import type { ListedRun, VariedParameter } from "../../api/apiTypes";
import { findMetric } from "../../lib/metrics";
import { buildSweepGrid, listLinePoints, listRunningValues } from "./sweepGrid";
import { parseSweepValues } from "./sweepSettings";

const run = (id: string, error: number | null) =>
  ({
    id,
    evaluations: error === null ? {} : { evaluate: [{ model: "m", metrics: { Mean_Absolute_Error: error } }] },
  }) as unknown as ListedRun;
const varied = (title: string, values: unknown[]) => ({ title, values }) as VariedParameter;
const metric = { title: "MAE", metric: findMetric("Mean_Absolute_Error") };

test("the values of two settings span a grid, and a smaller error is better", () => {
  const runs = [run("a", 4), run("b", 2), run("c", null), run("d", 3)];
  const settings = [varied("Trees", [10, 5, 10, 5]), varied("Kind", ["x", "x", "y", "y"])];
  const grid = buildSweepGrid(runs, settings, metric);
  expect(grid.columns).toEqual([5, 10]);
  expect(grid.rows.map(({ name, cells }) => [name, cells.map((cell) => cell?.goodness)])).toEqual([
    ["x", [1, 0]],
    ["y", [0.5, null]],
  ]);
  expect(grid.best?.id).toBe("b");
});

test("one number is drawn as a line of the runs that are measured; words and two settings are not", () => {
  const runs = [run("a", 4), run("b", 2), run("c", 3), run("d", null)];
  const line = (values: unknown[], more: VariedParameter[] = []) =>
    listLinePoints(buildSweepGrid(runs, [varied("Trees", values), ...more], metric));
  expect(line([20, 5, 10, 40])?.map(({ x, y, isBest }) => [x, y, isBest])).toEqual([
    [5, 2, true],
    [10, 3, false],
    [20, 4, false],
  ]);
  expect(line(["x", "y", "z", "w"])).toBeNull();
  expect(line([20, 5, 10, 40], [varied("Kind", ["p", "p", "q", "q"])])).toBeNull();
});

test("the values between commas are of the kind of the setting, and each counts once", () => {
  const field = (kind: string, more = {}) => ({ kind, ...more }) as Parameters<typeof parseSweepValues>[0];
  expect(parseSweepValues(field("number"), "1, 2.5,, 1")).toEqual([1, 2.5]);
  expect(parseSweepValues(field("switch"), "no, yes")).toEqual([false, true]);
  expect(parseSweepValues(field("choice", { options: [1, "two"] }), "1,two")).toEqual([1, "two"]);
});

test("the values of the runs under way are named with their settings", () => {
  const runs = [run("a", 4), run("b", null), run("c", null)].map((one, at) => ({
    ...one,
    state: (["succeeded", "running", "queued"] as const)[at]!,
  }));
  const settings = [varied("Trees", [10, 5, 7]), varied("Kind", ["x", "y", "x"])];
  expect(listRunningValues(runs, settings, String)).toEqual(["Trees 5, Kind y"]);
});
