/** The figure of an evaluation on cards and in lists. */

import { expect, test } from "vitest";
import { findBestModel, getHeadlineFigure, shortenNames } from "./headlineMetric";
import { formatFigure, getRunFigure } from "./runFigure";

const model = (name: string, metrics: Record<string, number>) => ({ model: name, metrics });

test("every model of an evaluation has its value, and the best is known", () => {
  const figure = getHeadlineFigure([model("Logistic", { AUC: 0.905 }), model("Boosted", { AUC: 0.926 })]);
  expect(formatFigure(figure)).toBe("ROC area 0.905 / 0.926 Boosted");
  expect(figure!.best).toBe(1);
});

test("of several evaluations that with the best model speaks for the run", () => {
  const evaluations = {
    evaluate: [model("Linear", { Coefficient_of_Determination: 0.81, Mean_Absolute_Error: 1500 })],
    other: [
      model("Linear", { Coefficient_of_Determination: 0.7 }),
      model("Forest", { Coefficient_of_Determination: 0.94 }),
    ],
  };
  expect(formatFigure(getRunFigure(evaluations))).toBe("R² 0.700 / 0.940 Forest");
});

test("without a known metric there is nothing to say", () => {
  expect([getRunFigure({}), getRunFigure(undefined), getHeadlineFigure([])]).toEqual([null, null, null]);
});

test.each([
  [
    [
      { AUC: 0.905, Accuracy: 0.9 },
      { AUC: 0.926, Accuracy: 0.8 },
    ],
    1,
  ],
  [[{ Accuracy: 0.9 }, { AUC: 0.926, Accuracy: 0.8 }], 0],
  [[{ Mean_Absolute_Error: 3 }, { Mean_Absolute_Error: 2 }], 1],
  [[{ AUC: 0.9 }, { AUC: 0.9 }], null],
  [[{ AUC: 0.9 }], null],
  [
    [
      { AUC: Number.NaN, Accuracy: 0.7 },
      { AUC: 0.9, Accuracy: 0.8 },
    ],
    1,
  ],
])("of %j the best is %j, as the server has it", (rows, best) => {
  expect(findBestModel(rows as Record<string, number>[])).toBe(best);
});

test("where there is little room, names leave out what all begin with", () => {
  const names = ["Two-Class Boosted Decision Tree", "Two-Class Logistic Regression"];
  expect(shortenNames(names)).toEqual(["Boosted Decision Tree", "Logistic Regression"]);
  expect(shortenNames(["Ridge", "Ridge wide"])).toEqual(["Ridge", "Ridge wide"]);
  expect(shortenNames(["Linear model"])).toEqual(["Linear model"]);
});
