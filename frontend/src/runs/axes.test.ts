import { describe, expect, it } from "vitest";
import type { ListedRun, Varied } from "../api/types";
import { axesOf } from "./axes";
import { metricColumns } from "./table";

const runs = [0.8, 0.9].map((area, at) => ({
  id: `r${at}`,
  metrics: { evaluate: { AUC: area } },
})) as unknown as ListedRun[];
const varied: Varied[] = [
  { node: "split", parameter: "fraction", title: "Split Data: Fraction", values: [0.5, 0.7] },
  { node: "clean", parameter: "mode", title: "Clean: Mode", values: ["Mean", null] },
];

describe("the axes of parallel coordinates", () => {
  const axes = axesOf(runs, varied, metricColumns(runs));

  it("are the parameters that differ, then the metrics", () => {
    expect(axes.map(({ title }) => title)).toEqual(["Split Data: Fraction", "Clean: Mode", "ROC area"]);
  });

  it("place numbers by value and words by their order", () => {
    expect(axes.map(({ places }) => places)).toEqual([
      [0.5, 0.7],
      [0, null],
      [0.8, 0.9],
    ]);
  });

  it("say the values for the table behind them", () => {
    expect(axes[1]!.words).toEqual(["Mean", ""]);
  });
});
