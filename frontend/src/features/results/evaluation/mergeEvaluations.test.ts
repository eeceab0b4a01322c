/** Runs side by side: the models of the first, and of the others what they became. */

import { expect, test } from "vitest";
import type { EvaluationView } from "../../../api/artifactViews";
import { mergeChangedModels } from "./mergeEvaluations";

const makeView = (...models: [string, number][]): EvaluationView =>
  ({
    kind: "evaluation",
    task: "two-class",
    models: models.map(([name, AUC]) => ({ name, metrics: { AUC }, details: {} })),
  }) as EvaluationView;

test("only the model that changed is compared with what it was", () => {
  const views = [makeView(["Logistic", 0.8], ["Boosted", 0.77]), makeView(["Logistic", 0.8], ["Boosted", 0.785])];
  const merged = mergeChangedModels(views, ["Run 1", "Run 2"])!;
  expect(merged.view.models.map(({ name }) => name)).toEqual(["Run 1: Logistic", "Run 1: Boosted", "Run 2: Boosted"]);
  expect([merged.start, merged.against]).toEqual([1, 2]);
});

test("runs that measured the same show the models once", () => {
  const views = [makeView(["Logistic", 0.8]), makeView(["Logistic", 0.8])];
  const merged = mergeChangedModels(views, ["Run 1", "Run 2"])!;
  expect([merged.view.models.length, merged.start, merged.against]).toEqual([1, undefined, undefined]);
});

test("nothing is shown until all are there", () => {
  expect(mergeChangedModels([makeView(["Logistic", 0.8]), undefined], ["Run 1", "Run 2"])).toBeNull();
});
