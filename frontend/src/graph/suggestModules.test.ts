import { expect, test } from "vitest";
import { rankModules } from "./suggestModules";
import { makeDesign, makeNode, TEST_ACCEPTS, TEST_MODULES } from "./testing/designFixtures";

const all = [...TEST_MODULES.values()];

test("only modules with a fitting port are offered, and what usually follows comes first", () => {
  const end = { module: "learner", port: "untrained_model", type: "untrained_model", side: "output" } as const;
  expect(rankModules(all, end, TEST_ACCEPTS, []).map(({ name }) => name)).toEqual(["train_model"]);
});

test("what a user draws counts for more than what is usual", () => {
  const end = { module: "dataset", port: "dataset", type: "dataset", side: "output" } as const;
  const own = makeDesign({ data: makeNode("dataset"), rows: makeNode("add_rows", { datasets: ["data.dataset"] }) });
  expect(rankModules(all, end, TEST_ACCEPTS, [own])[0]!.name).toBe("add_rows");
});

test("an input offers what gives such a thing", () => {
  const end = { module: "train_model", port: "dataset", type: "dataset", side: "input" } as const;
  expect(rankModules(all, end, TEST_ACCEPTS, []).map(({ name }) => name)).toEqual([
    "dataset",
    "clean",
    "add_rows",
    "evaluate_model",
  ]);
});
