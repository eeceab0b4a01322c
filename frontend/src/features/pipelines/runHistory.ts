/** Where the runs of a pipeline stand in the chart of one metric. */

import type { PipelineRun } from "../../api/pipelines";
import { getMetricValue, getRunFigure } from "../../lib/headlineMetric";
import type { Metric } from "../../lib/metrics";

export interface HistoryMark {
  id: string;
  number: number;
  version: number;
  kind: "measured" | "failed";
  byHand: boolean;
  value: number | null;
  x: number;
  y: number;
}

export interface RunHistory {
  metric: Metric;
  marks: HistoryMark[];
  /** Where another version begins: its number and place. */
  borders: { version: number; x: number }[];
  ticks: { value: number; y: number }[];
}

export interface ChartFrame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The best value that a run has by this metric. */
export function getBestValue({ run }: PipelineRun, metric: Metric): number | null {
  const values = Object.values(run.evaluations).flatMap((models) =>
    models.flatMap(({ metrics }) => getMetricValue(metrics, metric) ?? []),
  );
  if (values.length === 0) return null;
  return metric.better === "lower" ? Math.min(...values) : Math.max(...values);
}

/** The oldest run on the left; null where no run has an evaluation. `runs` are the newest first. */
export function layOutRuns(runs: readonly PipelineRun[], frame: ChartFrame, most: number): RunHistory | null {
  const metric = runs.map(({ run }) => getRunFigure(run.evaluations)?.metric).find((one) => one !== undefined);
  if (!metric) return null;
  const over = runs
    .filter(({ run }) => run.state === "succeeded" || run.state === "failed")
    .slice(0, most)
    .reverse();
  const values = over.map((run) => getBestValue(run, metric));
  const known = values.filter((value): value is number => value !== null);
  if (known.length === 0) return null;
  const [low, high] = widen(Math.min(...known), Math.max(...known));
  const toY = (value: number) => frame.bottom - ((value - low) / (high - low)) * (frame.bottom - frame.top);
  const step = over.length > 1 ? (frame.right - frame.left) / (over.length - 1) : 0;
  const toX = (at: number) => (over.length > 1 ? frame.left + at * step : (frame.left + frame.right) / 2);
  const marks = over.map((run, at): HistoryMark => {
    const value = values[at] ?? null;
    return {
      id: run.run.id,
      number: run.run.number,
      version: run.version,
      kind: value === null ? "failed" : "measured",
      byHand: run.started_by === "person" || run.started_by === "token",
      value,
      x: toX(at),
      y: toY(value ?? low),
    };
  });
  const borders = marks.flatMap((mark, at) =>
    at > 0 && marks[at - 1]!.version !== mark.version ? [{ version: mark.version, x: mark.x - step / 2 }] : [],
  );
  return { metric, marks, borders, ticks: chooseTicks(low, high).map((value) => ({ value, y: toY(value) })) };
}

/** The scale has room above and below, however close the values are. */
function widen(low: number, high: number): [number, number] {
  const room = high > low ? (high - low) * 0.15 : Math.abs(high) * 0.1 || 1;
  return [low - room, high + room];
}

const TICKS = 3;

/** Round numbers within the scale, two to five of them. */
export function chooseTicks(low: number, high: number): number[] {
  const rough = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((one) => one * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}
