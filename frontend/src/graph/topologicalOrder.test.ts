import { expect, test } from "vitest";
import { makeDesign, makeNode } from "./testing/designFixtures";
import { sortTopologically } from "./topologicalOrder";

test("sources come before what they feed, wherever they are drawn", () => {
  const drawn = makeDesign({
    train: { ...makeNode("train_model", { dataset: "clean.cleaned_dataset" }), y: 0 },
    clean: { ...makeNode("clean_missing_data", { dataset: "cars.dataset" }), y: 300 },
    cars: { ...makeNode("dataset"), y: 600 },
  });
  expect(sortTopologically(drawn)).toEqual(["cars", "clean", "train"]);
});

test("a circle ends", () => {
  const drawn = makeDesign({
    a: makeNode("join_data", { left: "b.out" }),
    b: makeNode("join_data", { left: "a.out" }),
  });
  expect(sortTopologically(drawn).sort()).toEqual(["a", "b"]);
});
