import { describe, expect, it } from "vitest";
import type { ListedRun, VariedParameter } from "../../api/apiTypes";
import type { Json } from "../../api/designDocument";
import { buildRunAxes } from "./parallelAxes";
import { chooseMetricColumns } from "./runColumns";

const runs = [0.8, 0.9].map((area, at) => ({
  id: `r${at}`,
  evaluations: { evaluate: [{ model: "Linear", metrics: { AUC: area } }] },
})) as unknown as ListedRun[];
const varied: VariedParameter[] = [
  { node: "split", parameter: "fraction", title: "Split Data: Fraction", values: [0.5, 0.7] },
  { node: "clean", parameter: "mode", title: "Clean: Mode", values: ["Mean", null] },
];

describe("the axes of parallel coordinates", () => {
  const axes = buildRunAxes(runs, varied, chooseMetricColumns(runs));

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

  it("tell columns, lists and sweeps in words, and keep apart what sounds alike", () => {
    const many = ["a", "b", "c", "d", "e"];
    const values: Json[] = [
      { start: "none", names: many },
      { start: "none", names: [...many.slice(0, 4), "f"] },
      { list: [0.1, 0.2] },
      { range: { minimum: 1, maximum: 9, scale: "linear" } },
    ];
    const [axis] = buildRunAxes(runs, [{ node: "n", parameter: "p", title: "P", values }], []);
    expect(axis!.words).toEqual(["a, b and 3 more", "a, b and 3 more", "0.1, 0.2", "1 to 9"]);
    expect(axis!.places).toEqual([0, 1, 2, 3]);
  });

  it("say the values for the table behind them", () => {
    expect(axes[1]!.words).toEqual(["Mean", ""]);
  });
});
