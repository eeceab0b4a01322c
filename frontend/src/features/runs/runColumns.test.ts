import { describe, expect, it } from "vitest";
import type { ListedRun } from "../../api/apiTypes";
import { chooseMetricColumns, findBestMetric, getColumnFigure, groupByTask, orderRuns, parseTags } from "./runColumns";

const run = (number: number, evaluations: ListedRun["evaluations"] = {}): ListedRun =>
  ({ id: `r${number}`, number, evaluations, design_name: "Cars" }) as ListedRun;
const model = (metrics: Record<string, number>, name = "Linear") => ({ model: name, metrics });

const runs = [
  run(1, { evaluate: [model({ Mean_Absolute_Error: 3, AUC: 0.8 })] }),
  run(2),
  run(3, { one: [model({ AUC: 0.7 })], two: [model({ AUC: 0.6 }), model({ AUC: 0.9 }, "Forest")] }),
];

describe("the list of runs as a table", () => {
  it("has a column for each metric that any run has", () => {
    expect(chooseMetricColumns(runs).map(({ title }) => title)).toEqual(["MAE", "ROC area"]);
  });

  it("keeps what matters most of runs of all kinds where there is no room for all", () => {
    const mixed = [
      run(1, { it: [model({ Accuracy: 0.8, Precision: 0.7, Recall: 0.6 })] }),
      run(2, { it: [model({ Relative_Absolute_Error: 0.2, Coefficient_of_Determination: 0.9 })] }),
    ];
    expect(chooseMetricColumns(mixed, 3).map(({ title }) => title)).toEqual(["R²", "Accuracy", "Precision"]);
    expect(chooseMetricColumns(mixed, 9)).toHaveLength(5);
  });

  it("tells what each model of the best evaluation reached", () => {
    const area = chooseMetricColumns(runs)[1]!;
    expect(getColumnFigure(runs[2]!, area)).toMatchObject({
      models: [
        { name: "Linear", value: "0.600" },
        { name: "Forest", value: "0.900" },
      ],
      best: 1,
    });
    expect(getColumnFigure(runs[1]!, area)).toBeNull();
  });

  it("keeps runs of different tasks apart, the task with most runs first", () => {
    const classes = [run(4, { it: [model({ AUC: 0.5, Accuracy: 0.5 })] }), run(5, { it: [model({ AUC: 0.6 })] })];
    const groups = groupByTask([run(6, { it: [model({ Mean_Absolute_Error: 2 })] }), run(7), ...classes]);
    expect([...groups].map(([task, of]) => [task, of.map(({ number }) => number)])).toEqual([
      ["two-class", [4, 5]],
      ["regression", [6]],
    ]);
  });

  it("tells the best of several evaluations", () => {
    const [error, area] = chooseMetricColumns(runs);
    expect(runs.map((one) => findBestMetric(one, area!))).toEqual([0.8, null, 0.9]);
    expect(findBestMetric(runs[0]!, error!)).toBe(3);
  });

  it("puts runs without a value last, whichever way it is sorted", () => {
    const area = chooseMetricColumns(runs)[1]!;
    const by = (down: boolean) =>
      orderRuns(runs, { by: "AUC", down }, (one) => findBestMetric(one, area)).map(({ number }) => number);
    expect(by(true)).toEqual([3, 1, 2]);
    expect(by(false)).toEqual([1, 3, 2]);
  });

  it("reads tags between commas, each once", () => {
    expect(parseTags(" best, paper ,,best")).toEqual(["best", "paper"]);
  });
});
