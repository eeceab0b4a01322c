/** The tables of a comparison: what is best in each row stands out, and what is the same everywhere is left out. */

import { screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { ComparedNode, RunComparison } from "../../api/apiTypes";
import { versionTexts } from "../../messages/versionTexts";
import { renderApp } from "../../testing/renderApp";
import { MetricsTable } from "./MetricsTable";
import { SizesTable } from "./SizesTable";

const texts = versionTexts.compare;
const RUNS = ["Run 1", "Run 2"];
const makeMetric = (metric: string, values: unknown[], title = "Evaluate Model") =>
  ({ node: title, title, models: ["Linear", "Linear"], metric, values }) as RunComparison["metrics"][number];

function readTable(): string[][] {
  const cells = (row: HTMLElement) => [...row.querySelectorAll("th, td")].map((cell) => cell.textContent ?? "");
  return screen.getAllByRole("row").map(cells);
}

test("each run has a column, each metric a row with its distance from the first run", () => {
  renderApp(<MetricsTable names={RUNS} metrics={[makeMetric("Accuracy", [0.8, 0.9])]} />);
  const [head, row] = readTable();
  expect(head).toEqual([texts.metric, ...RUNS]);
  expect(row![0]).toBe("Accuracy");
  expect(row![2]).toContain("+");
});

test.each([
  ["Accuracy", 1],
  ["Mean absolute error", 0],
])("the best of %s stands out", (metric, best) => {
  const { container } = renderApp(<MetricsTable names={RUNS} metrics={[makeMetric(metric, [0.8, 0.9])]} />);
  const cells = [...container.querySelectorAll("td")];
  expect(cells.map((cell) => cell.querySelector(".compare-best") !== null)).toEqual([best === 0, best === 1]);
});

test("models of one evaluation are told apart, and the best is named with its run", () => {
  const row = (models: string[], values: number[]) => ({
    node: "evaluate",
    title: "Evaluate Model",
    metric: "AUC",
    models,
    values,
  });
  renderApp(
    <MetricsTable
      names={RUNS}
      metrics={[row(["Logistic", "Logistic"], [0.905, 0.905]), row(["Boosted", "Forest"], [0.923, 0.926])]}
    />,
  );
  expect(readTable().map(([name]) => name)).toEqual([
    texts.metric,
    "ROC area, Logistic",
    "ROC area, Boosted, then Forest",
  ]);
  expect(readTable()[2]![2]).toBe("0.926+0.003 better");
  expect(screen.getByText("Best: Forest in Run 2, ROC area 0.926.")).toBeTruthy();
});

test("equal values have no best one", () => {
  const { container } = renderApp(<MetricsTable names={RUNS} metrics={[makeMetric("Accuracy", [0.8, 0.8])]} />);
  expect(container.querySelector(".compare-best")).toBeNull();
});

test("a run without the metric says so", () => {
  renderApp(<MetricsTable names={RUNS} metrics={[makeMetric("Accuracy", [0.8, null])]} />);
  expect(readTable()[1]![2]).toBe(texts.notThere);
});

test("metrics of several evaluations are told apart", () => {
  const metrics = [makeMetric("Accuracy", [0.8, 0.9], "First"), makeMetric("Accuracy", [0.7, 0.6], "Second")];
  renderApp(<MetricsTable names={RUNS} metrics={metrics} />);
  expect(readTable().map(([name]) => name)).toEqual([texts.metric, "Accuracy, First", "Accuracy, Second"]);
});

test("without metrics a sentence stands in place of the table", () => {
  renderApp(<MetricsTable names={RUNS} metrics={[]} />);
  expect(screen.queryByRole("table")).toBeNull();
  expect(screen.getByText(texts.noMetrics)).toBeTruthy();
});

const makeStep = (rows: number, columns: Record<string, string>) => ({
  outputs: { dataset: { rows, columns: Object.keys(columns).length } },
  columns: { dataset: columns },
});
const makeNode = (title: string, ...steps: unknown[]) => ({ node: title, title, steps }) as ComparedNode;

test("a table that changed has a row with its sizes and columns; one that did not has none", () => {
  const nodes = [
    makeNode("Clean", makeStep(193, { price: "float", make: "string" }), makeStep(159, { price: "float" })),
    makeNode("Split", makeStep(10, { price: "float" }), makeStep(10, { price: "float" })),
  ];
  renderApp(<SizesTable names={RUNS} nodes={nodes} />);
  const rows = readTable();
  expect(rows.map(([name]) => name)).toEqual([texts.step, "Clean"]);
  expect(rows[1]![1]).toContain("193");
  expect(rows[1]![2]).toContain("make");
});

test("where all tables are the same a sentence says so", () => {
  renderApp(<SizesTable names={RUNS} nodes={[makeNode("Split", makeStep(10, {}), makeStep(10, {}))]} />);
  expect(screen.getByText(texts.sizesSame)).toBeTruthy();
});

test("runs are joined as in a sentence, and by semicolons where their names have commas", () => {
  expect(texts.runs(["Run 1", "Run 2"])).toBe("Run 1 and Run 2");
  expect(texts.runs(["Run 1", "Run 2", "Run 4"])).toBe("Run 1, Run 2 and Run 4");
  expect(texts.runs(["Loans, run 1", "Cars, run 1", "Bikes, run 3"])).toBe("Loans, run 1; Cars, run 1; Bikes, run 3");
});
