/** Where the runs of a pipeline stand in the chart of one metric. */

import type { PipelineRun } from "../../api/pipelines";
import { getMetricValue } from "../../lib/headlineMetric";
import { findMetric, type Metric } from "../../lib/metrics";
import { getRunFigure } from "../../lib/runFigure";

export interface HistoryMark {
  id: string;
  number: number;
  version: number;
  kind: "measured" | "failed";
  byHand: boolean;
  value: number | null;
  x: number;
  y: number;
  /** What was decided about its model; null where nothing decides. */
  gate: Gate | null;
}

export type Gate = PipelineRun["gates"][string];

/** From which run on a model was the champion, and how it measured then. */
export interface ChampionLevel {
  value: number;
  x: number;
  y: number;
}

export interface RunHistory {
  metric: Metric;
  marks: HistoryMark[];
  /** Where another version begins: its number and place. */
  borders: { version: number; x: number }[];
  ticks: { value: number; y: number }[];
  champions: ChampionLevel[];
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

/** What decided about the model of a run, the first that compared something. */
export function getGate({ gates }: Pick<PipelineRun, "gates">): Gate | null {
  const all = Object.values(gates ?? {});
  return all.find(({ metric }) => metric !== null) ?? all[0] ?? null;
}

/** By the gate's metric where there is a gate: then runs and champions are measured on the same rows. */
function chooseMetric(runs: readonly PipelineRun[]): Metric | undefined {
  const judged = runs.map((run) => getGate(run)?.metric).find((name) => typeof name === "string");
  if (judged) return findMetric(judged);
  return runs.map(({ run }) => getRunFigure(run.evaluations)?.metric).find((one) => one !== undefined);
}

/** The oldest run on the left; null where no run has an evaluation. `runs` are the newest first. */
export function layOutRuns(runs: readonly PipelineRun[], frame: ChartFrame, most: number): RunHistory | null {
  const metric = chooseMetric(runs);
  if (!metric) return null;
  const over = runs
    .filter(({ run }) => run.state === "succeeded" || run.state === "failed")
    .slice(0, most)
    .reverse();
  const values = over.map((run) => getGate(run)?.value ?? getBestValue(run, metric));
  const champions = over.map((run) => getGate(run)?.champion ?? null);
  const known = [...values, ...champions].filter((value): value is number => value !== null);
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
      gate: getGate(run),
    };
  });
  const borders = marks.flatMap((mark, at) =>
    at > 0 && marks[at - 1]!.version !== mark.version ? [{ version: mark.version, x: mark.x - step / 2 }] : [],
  );
  const ticks = chooseTicks(low, high).map((value) => ({ value, y: toY(value) }));
  return { metric, marks, borders, ticks, champions: listChampions(marks, toY) };
}

/** Where the line of the champion begins, and where it changes: at a promotion, or where somebody moved the alias. */
function listChampions(marks: readonly HistoryMark[], toY: (value: number) => number): ChampionLevel[] {
  const levels: ChampionLevel[] = [];
  const add = (value: number | null, x: number) => {
    if (value !== null && levels.at(-1)?.value !== value) levels.push({ value, x, y: toY(value) });
  };
  for (const { gate, value, x } of marks) {
    if (!gate) continue;
    add(gate.champion, x);
    if (gate.promoted) add(value, x);
  }
  return levels;
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
