import { expect, test } from "vitest";
import { candidates } from "./candidates";
import { accepts, design, modules, node } from "./testing";

test("only ports that fit are offered: those connected first, then the free ones, then the taken ones", () => {
  const drawn = design({
    data: node("dataset"),
    other: node("dataset", {}, { x: 300 }),
    clean: node("clean", { dataset: "data.dataset" }, { y: 100 }),
    train: node("train_model", {}, { y: 200 }),
    evaluate: node("evaluate_model", { dataset: "other.dataset" }, { y: 300 }),
  });
  const from = { node: "data", port: "dataset", type: "dataset", side: "output" } as const;
  const found = candidates(drawn, modules, accepts, from);
  expect(found.map(({ node: id, port, connected, takes }) => [id, port.name, connected, takes])).toEqual([
    ["clean", "dataset", true, false],
    ["train", "dataset", false, false],
    ["evaluate", "dataset", false, true],
  ]);
});

test("nothing is offered that would close a circle", () => {
  const drawn = design({ a: node("clean"), b: node("clean", { dataset: "a.cleaned" }) });
  const from = { node: "b", port: "cleaned", type: "dataset", side: "output" } as const;
  expect(candidates(drawn, modules, accepts, from)).toEqual([]);
});
