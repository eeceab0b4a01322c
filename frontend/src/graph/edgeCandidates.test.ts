import { expect, test } from "vitest";
import { listEdgeCandidates } from "./edgeCandidates";
import { makeDesign, makeNode, TEST_ACCEPTS, TEST_MODULES } from "./testing/designFixtures";

test("only ports that fit are offered: those connected first, then the free ones, then the taken ones", () => {
  const drawn = makeDesign({
    data: makeNode("dataset"),
    other: makeNode("dataset", {}, { x: 300 }),
    clean: makeNode("clean", { dataset: "data.dataset" }, { y: 100 }),
    train: makeNode("train_model", {}, { y: 200 }),
    evaluate: makeNode("evaluate_model", { dataset: "other.dataset" }, { y: 300 }),
  });
  const from = { node: "data", port: "dataset", type: "dataset", side: "output" } as const;
  const found = listEdgeCandidates(drawn, TEST_MODULES, TEST_ACCEPTS, from);
  expect(found.map(({ node: id, port, connected, isReplacing }) => [id, port.name, connected, isReplacing])).toEqual([
    ["clean", "dataset", true, false],
    ["train", "dataset", false, false],
    ["evaluate", "dataset", false, true],
  ]);
});

test("nothing is offered that would close a circle", () => {
  const drawn = makeDesign({ a: makeNode("clean"), b: makeNode("clean", { dataset: "a.cleaned" }) });
  const from = { node: "b", port: "cleaned", type: "dataset", side: "output" } as const;
  expect(listEdgeCandidates(drawn, TEST_MODULES, TEST_ACCEPTS, from)).toEqual([]);
});
