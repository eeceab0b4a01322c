import { expect, test } from "vitest";
import { inOrder } from "./order";
import { design, node } from "./testing";

test("sources come before what they feed, wherever they are drawn", () => {
  const drawn = design({
    train: { ...node("train_model", { dataset: "clean.cleaned_dataset" }), y: 0 },
    clean: { ...node("clean_missing_data", { dataset: "cars.dataset" }), y: 300 },
    cars: { ...node("dataset"), y: 600 },
  });
  expect(inOrder(drawn)).toEqual(["cars", "clean", "train"]);
});

test("a circle ends", () => {
  const drawn = design({ a: node("join_data", { left: "b.out" }), b: node("join_data", { left: "a.out" }) });
  expect(inOrder(drawn).sort()).toEqual(["a", "b"]);
});
