/** The finding in a sentence. */

import { describe, expect, test } from "vitest";
import type {
  EvaluationView,
  MulticlassDetails,
  RankingDetails,
  RegressionDetails,
  TwoClassDetails,
} from "../../../api/artifactViews";
import { summarizeEvaluation } from "./summarySentence";

const twoClass = (auc: number | null, rows = 9768): TwoClassDetails => ({
  positive: ">50K",
  negative: "<=50K",
  rows,
  positives: Math.round(rows * 0.24),
  thresholds: [],
  true_positives: [],
  false_positives: [],
  auc,
  average_precision: 0.8,
  log_loss: null,
  brier: null,
  histogram: { positive: [], negative: [] },
  calibration: [],
  probabilities: true,
});

const regression: RegressionDetails = {
  rows: 58,
  label: "price",
  points: [],
  residuals: { edges: [], counts: [] },
  range: { min: 5118, max: 45400 },
  true_range: { min: 5118, max: 45400 },
};

const multiclass = (matrix: number[][]): MulticlassDetails => ({
  classes: matrix.map((_, at) => `class ${at}`),
  matrix,
  per_class: [],
  rows: matrix.flat().reduce((sum, value) => sum + value, 0),
});

type Details = EvaluationView["models"][number]["details"];

const of = (...models: [name: string, details: Details, metrics?: Record<string, number>][]): EvaluationView => ({
  kind: "evaluation",
  task: "regression",
  models: models.map(([name, details, metrics = {}]) => ({ name, details, metrics })),
});

test("a model that was scored on one class only has no area", () => {
  const said = summarizeEvaluation(of(["Forest", twoClass(null, 100)], ["Boosted", twoClass(0.9, 100)]));
  expect(said.title).toBe("Forest was scored on rows of one class only");
  expect(said.detail).toBe("There is no ROC area, on the 100 rows that were scored. 24 of them are >50K.");
});

test("rows that count by a weight are told", () => {
  const columns = { label: "paid", predicted: "Scored Labels", score: null, weight: "share" };
  const said = summarizeEvaluation(of(["Linear Regression", { ...regression, columns }]));
  expect(said.detail).toContain("Weighted by 'share': counts are sums of weights, scaled to the number of rows.");
});

describe("anomalies", () => {
  const anomalies = (auc: number, anomaly: "rarer" | "named"): TwoClassDetails => ({
    ...twoClass(auc, 100),
    positive: "no zero",
    negative: "a zero",
    threshold: 0.5,
    anomaly,
    columns: { label: "verdict", predicted: "Scored Labels", score: "Scored Probabilities" },
  });

  test("which class is the anomaly is said, and why", () => {
    const said = summarizeEvaluation(of(["PCA", anomalies(0.98, "rarer")]));
    expect(said.detail).toContain("The anomaly is “no zero”: 24 of 100 rows, the rarer value of verdict.");
  });

  test("scores that are lower for the rarer class are no failure of the detector before one has looked", () => {
    const said = summarizeEvaluation(of(["PCA", anomalies(0.02, "rarer")]));
    expect(said.title).toBe("PCA finds “a zero” stranger than “no zero”");
    expect(said.detail).toContain("If the anomaly is “a zero”, enter it in Evaluate Model");
  });

  test("a class that was entered is taken at its word", () => {
    const said = summarizeEvaluation(of(["PCA", anomalies(0.02, "named")]));
    expect(said.title).toBe("PCA ranks the rows hardly better than guessing");
    expect(said.detail).toContain("as entered for verdict");
  });
});

describe("two models", () => {
  test("the better one is named first, and so is its number", () => {
    const said = summarizeEvaluation(of(["Logistic", twoClass(0.905)], ["Boosted", twoClass(0.923)]));
    expect(said.title).toBe("Boosted ranks better than Logistic");
    expect(said.detail).toContain("0.923 against 0.905, on the 9,768 rows");
  });

  test("measured on different rows, that is said", () => {
    const said = summarizeEvaluation(of(["Logistic", twoClass(0.905)], ["Boosted", twoClass(0.99, 500)]));
    expect(said.detail).toContain("0.990 against 0.905, on 500 and 9,768 scored rows, which differ.");
  });

  test("on few rows the same difference is no finding", () => {
    const said = summarizeEvaluation(of(["Logistic", twoClass(0.905, 200)], ["Boosted", twoClass(0.923, 200)]));
    expect(said.title).toBe("Boosted and Logistic rank about equally well");
  });

  test("of numbers, the smaller error is better", () => {
    const said = summarizeEvaluation(
      of(
        ["Linear", regression, { Root_Mean_Squared_Error: 1913 }],
        ["Forest", regression, { Root_Mean_Squared_Error: 1649 }],
      ),
    );
    expect(said.title).toBe("Forest misses by less than Linear");
    expect(said.detail).toContain("1,649 against 1,913");
  });
});

describe("one model", () => {
  test("the range of a regression is that of the true values, not of the predictions", () => {
    const details = { ...regression, true_range: { min: 3, max: 7 }, range: { min: 2.9, max: 7.2 } };
    expect(summarizeEvaluation(of(["Linear", details])).detail).toBe("True price runs from 3 to 7.");
  });

  test("a regression worse than the mean is called so", () => {
    expect(summarizeEvaluation(of(["Linear", regression, { Coefficient_of_Determination: -0.2 }])).title).toBe(
      "Linear does worse than always predicting the mean price",
    );
  });

  test("a perfect classifier is right about all rows", () => {
    const said = summarizeEvaluation(
      of([
        "Logistic",
        multiclass([
          [44, 0],
          [0, 56],
        ]),
      ]),
    );
    expect(said.title).toBe("Logistic is right about all 100 scored rows");
    expect(said.detail).toContain("56.0");
  });

  test("a ranking near one half is called guessing", () => {
    expect(summarizeEvaluation(of(["Logistic", twoClass(0.52)])).title).toBe(
      "Logistic ranks the rows hardly better than guessing",
    );
  });
});

test("an evaluation of nothing says so", () => {
  expect(summarizeEvaluation(of()).title).toBe("Nothing was evaluated");
});

describe("recommendations", () => {
  const ranking = (ndcg: number): RankingDetails => ({
    kind: "ranking",
    users: 300,
    depth: 5,
    ndcg,
    by_chance: 0.8,
    by_user: { edges: [0, 1], counts: [300] },
  });

  test.each([
    [0.92, "far better than chance"],
    [0.85, "better than chance"],
    [0.82, "a little better than chance"],
    [0.8, "hardly better than chance"],
    [0.7, "hardly better than chance"],
  ])("an order of NDCG %f is %s, which has 0.8", (ndcg, how) => {
    const said = summarizeEvaluation(of(["SVD", ranking(ndcg)]));
    expect(said.title).toBe(`SVD orders the items ${how}`);
    expect(said.detail).toContain(`${ndcg.toFixed(3)} against 0.800 in random order, on the 300 users`);
  });

  test("foreseen ratings are judged by how far they are off", () => {
    const metrics = { Mean_Absolute_Error: 0.61, Root_Mean_Squared_Error: 0.8 };
    const said = summarizeEvaluation({
      ...of(["SVD", { ...regression, label: "stars" }, metrics]),
      task: "recommendation",
    });
    expect(said.title).toBe("SVD misses stars by 0.610 on average");
    expect(said.detail).toContain("Root mean squared error 0.800, on the 58 ratings");
  });
});
