/** Charts from their descriptions, held to the pictures that the server paints of the same cases. */

import { describe, expect, test } from "vitest";
import cases from "../../../../tests/server/report/chart_cases.json";
import pictures from "../../../../tests/server/report/chart_pictures.json";
import type { Description, Picture } from "./description";
import { evaluate, fillTemplate } from "./expressions";
import { buildTable, paintChart } from "./painter";

const descriptions = import.meta.glob<{ default: Description }>("./descriptions/*.json", { eager: true });
const find = (name: string): Description => descriptions[`./descriptions/${name}.json`]!.default;

/** As the server writes a picture down: numbers apart, since the last digits may differ, and nothing that is empty. */
function split(value: unknown): [unknown, number[]] {
  const numbers: number[] = [];
  const marked = JSON.parse(JSON.stringify(value), (_, item) => {
    if (typeof item !== "number") return item;
    numbers.push(item);
    return "number";
  });
  return [marked, numbers];
}

const toJson = ({ title, caption, label, height, shapes }: Picture) => ({
  ...{ title, caption, label, height },
  shapes: shapes.map(({ geometry, color, text, title: hint, ...shape }) => ({
    ...shape,
    ...geometry,
    ...(color && { color }),
    ...(text && { text }),
    ...(hint && { title: hint }),
  })),
});

test.each(cases)("the server paints the same picture: $what", ({ what, chart, data, width, height }) => {
  const [ours, numbers] = split(toJson(paintChart(find(chart), data, width, height)));
  const [theirs, expected] = split((pictures as Record<string, unknown>)[what]);
  expect(ours).toEqual(theirs);
  for (const [at, number] of numbers.entries()) expect(Math.abs(number - expected[at]!)).toBeLessThan(0.011);
});

const two = cases[0]!.data;
const listColumn = (chart: string, column: number): unknown[] =>
  buildTable(find(chart), two)
    .rows.filter(([name]) => name === "Logistic Regression")
    .map((row) => row[column]);

describe("curves", () => {
  test("ROC runs from one corner to the other and never falls", () => {
    const [x, y] = [listColumn("roc", 1), listColumn("roc", 2)] as [number[], number[]];
    expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
    expect(x.every((value, at) => at === 0 || (value >= x[at - 1]! && y[at]! >= y[at - 1]!))).toBe(true);
  });

  test("precision at full recall is the share of positives", () => {
    expect([listColumn("precision_recall", 1).at(-1), listColumn("precision_recall", 2).at(-1)]).toEqual([1, 0.4]);
  });

  test("lift is gain divided by the share of rows called", () => {
    expect([listColumn("lift", 1)[0], listColumn("lift", 2)[0]]).toEqual([0.1, 2.5]);
    expect([listColumn("gain", 1)[1], listColumn("gain", 2)[1]]).toEqual([0.1, 0.25]);
  });

  test("normal quantiles are those of the tables", () => {
    expect(evaluate("normal_quantile([0.5, 0.975, 0.001])", {})).toEqual([
      expect.closeTo(0, 9),
      expect.closeTo(1.959964, 6),
      expect.closeTo(-3.090232, 6),
    ]);
  });

  test("residuals are ordered and in units of their deviation", () => {
    const points = [
      [3, 0],
      [-3, 0],
      [0, 0],
    ];
    const { rows } = buildTable(find("residual_quantiles"), { points });
    expect(rows.map((row) => row[1])).toEqual([-1, 0, 1]);
    expect(buildTable(find("residual_quantiles"), { points: [points[0], points[0]] }).rows).toEqual([]);
  });
});

test("what is missing stays missing", () => {
  const scope = { some: [1, null, 4], zero: 0 };
  expect(evaluate("some / zero", scope)).toEqual([null, null, null]);
  expect(evaluate("sqrt(some) + 1", scope)).toEqual([2, null, 3]);
  expect(fillTemplate("{nothing} of {max(some)}", scope)).toBe(" of 4");
});

test.each(["some[0]", "1 +", "evil(1)", "x ? y : z"])("an expression is arithmetic and nothing else: %s", (source) => {
  expect(() => evaluate(source, {})).toThrow();
});
