import { describe, expect, it } from "vitest";
import type { Explanation } from "../../api/endpoints";
import {
  findAnswerRange,
  formatMove,
  listReasonSteps,
  readCurve,
  readFormHash,
  splitAnswer,
  writeFormHash,
} from "./sharedFormFacts";

const move = (column: string, amount: number) => ({ column, value: 1, typical: 0, amount });

const explain = (amounts: number[]): Explanation => ({
  explained: "Scored Labels",
  of: null,
  typical: 100,
  answer: 100 + amounts.reduce((sum, one) => sum + one, 0),
  exact: true,
  orders: 0,
  contributions: amounts.map((amount, place) => move(`c${place}`, amount)),
  curves: [],
});

describe("the steps of a reason", () => {
  it("lead from the typical answer to this one without a gap", () => {
    const steps = listReasonSteps(explain([30, -20, 10, 5, 2, 0]));
    expect(steps.map(({ name, from, to }) => [name, from, to])).toEqual([
      ["c0", 100, 130],
      ["c1", 130, 110],
      ["c2", 110, 120],
      ["2 other values", 120, 127],
    ]);
  });

  it("name a single other value", () => {
    expect(listReasonSteps(explain([4, 3, 2, 1])).map(({ name }) => name)).toEqual(["c0", "c1", "c2", "c3"]);
  });
});

describe("a curve", () => {
  const curve = { column: "a", values: [0, 10, 20], answers: [5, 15, null] };

  it("is read between its points", () => {
    expect([readCurve(curve, 5), readCurve(curve, 10), readCurve(curve, -3)]).toEqual([10, 15, 5]);
  });

  it("has the last known answer where one is missing", () => {
    expect(readCurve(curve, 15)).toBe(15);
  });

  it("shares its axis with the others", () => {
    expect(findAnswerRange([curve, { ...curve, answers: [-4, 2, 3] }])).toEqual([-4, 15]);
  });
});

it("probabilities move by points", () => {
  expect(formatMove({ explained: "Scored Probabilities" }, -0.123)).toBe("−12.3 points");
});

describe("an answer", () => {
  it("of quantiles is the middle one and the range around it", () => {
    const row = { a: 1, "Scored Quantiles_0.05": 10, "Scored Quantiles_0.5": 20, "Scored Quantiles_0.95": 40, x: 1 };
    expect(splitAnswer(row, { a: 1 })).toEqual({
      main: 20,
      interval: { low: 10, high: 40, share: 0.95 - 0.05 },
      rest: [["x", 1]],
    });
  });

  it("has a link that opens the form with its values, whatever they are", () => {
    const row = { "a & b": "Größe #1&row=2", n: null, yes: true };
    expect(readFormHash(writeFormHash("token", row))).toEqual({ token: "token", row });
    expect(readFormHash("token")).toEqual({ token: "token", row: null });
    expect(readFormHash("token&row=%7")).toEqual({ token: "token", row: null });
  });
});
