import { expect, test } from "vitest";
import type { Design, Json } from "../api/designDocument";
import { applyEdits } from "./applyEdits";
import {
  createGroup,
  dissolveGroup,
  listGroupContents,
  moveGroup,
  readGroups,
  readNotes,
  setGroupCollapsed,
} from "./designGroups";
import { makeDesign, makeNode, TEST_MODULES } from "./testing/designFixtures";
import { buildVisibleGraph, resolveGroupPort } from "./visibleGraph";

const drawn = makeDesign({
  data: makeNode("dataset"),
  clean: makeNode("clean", { dataset: "data.dataset" }, { x: 0, y: 104 }),
  learner: makeNode("learner", {}, { x: 300, y: 104 }),
  train: makeNode("train_model", { dataset: "clean.cleaned", untrained_model: "learner.untrained_model" }, { y: 208 }),
});

function grouped(cards: string[], more: Partial<{ parent: string | null }> = {}, from: Design = drawn): Design {
  return applyEdits(from, createGroup(from, cards, { title: "Training", ...more }).edits);
}

test("a group takes nodes in and gives them back when it is taken apart", () => {
  const made = grouped(["learner", "train"]);
  expect(listGroupContents(made, "group").nodes).toEqual(["learner", "train"]);
  const apart = applyEdits(made, dissolveGroup(made, "group"));
  expect([readGroups(apart).size, apart.nodes.train!.group]).toEqual([0, null]);
});

test("groups nest, and taking the inner one apart leaves its nodes in the outer one", () => {
  const outer = grouped(["learner", "train"]);
  const made = grouped(["train"], { parent: "group" }, outer);
  expect(listGroupContents(made, "group")).toEqual({ nodes: ["learner", "train"], notes: [], groups: ["group_2"] });
  expect(applyEdits(made, dissolveGroup(made, "group_2")).nodes.train!.group).toBe("group");
});

test("a group that moves takes its nodes along", () => {
  const made = grouped(["learner", "train"]);
  const after = applyEdits(made, moveGroup(made, "group", 10, -4));
  expect(after.nodes.learner).toMatchObject({ x: 310, y: 100 });
  expect(after.nodes.data).toMatchObject({ x: 0, y: 0 });
});

test("broken groups and notes are as if they were not there, and parents in a circle are none", () => {
  const groups: Record<string, Json> = {
    none: 3,
    nameless: { color: "red" },
    one: { title: "One", parent: "two" },
    two: { title: "Two", parent: "one" },
    lost: { title: "Lost", parent: "gone" },
  };
  const odd = { ...drawn, groups, notes: { a: { text: "x" }, b: 1 as Json } };
  const circle = [...readGroups(odd)].map(([id, { parent }]) => [id, parent]);
  expect(circle).toEqual([
    ["one", null],
    ["two", "one"],
    ["lost", null],
  ]);
  expect([...readNotes(odd).keys()]).toEqual(["a"]);
});

test("a folded group is one card whose ports are the edges that cross its border", () => {
  const made = grouped(["clean", "train"]);
  const folded = applyEdits(made, setGroupCollapsed(made, "group", true, { x: 50, y: 60 }));
  const view = buildVisibleGraph(folded, TEST_MODULES, null);
  expect(Object.keys(view.design.nodes)).toEqual(["data", "learner", "group:group"]);
  expect(view.design.nodes["group:group"]).toMatchObject({
    x: 50,
    y: 60,
    inputs: { "clean/dataset": ["data.dataset"], "train/untrained_model": ["learner.untrained_model"] },
  });
  expect(view.modules.get("group:group")!.inputs.map(({ name, type }) => [name, type])).toEqual([
    ["clean/dataset", "dataset"],
    ["train/untrained_model", "untrained_model"],
  ]);
  expect(resolveGroupPort("group:group", "clean/dataset")).toEqual({ node: "clean", port: "dataset" });
});

test("promoted ports show on a folded card although no edge crosses there", () => {
  const made = grouped(["train"]);
  const promoted = applyEdits(made, [
    ...setGroupCollapsed(made, "group", true, { x: 0, y: 0 }),
    { path: ["groups", "group", "ports", "m"], value: { node: "train", port: "model", side: "output" } },
  ]);
  expect(buildVisibleGraph(promoted, TEST_MODULES, null).modules.get("group:group")!.outputs[0]!.name).toBe(
    "train/model",
  );
});

test("an opened group shows its contents only", () => {
  const made = grouped(["learner", "train"]);
  const view = buildVisibleGraph(made, TEST_MODULES, "group");
  expect(Object.keys(view.design.nodes)).toEqual(["learner", "train"]);
  expect(view.design.nodes.train!.inputs).toEqual({ untrained_model: ["learner.untrained_model"] });
  expect([view.openedGroup, view.frames]).toEqual(["group", []]);
});

test("a design without groups is its own view, object for object", () => {
  expect(buildVisibleGraph(drawn, TEST_MODULES, null).design).toBe(drawn);
});

test("a document from elsewhere may have neither groups nor notes", () => {
  const bare = { nodes: {} } as unknown as Parameters<typeof readGroups>[0];
  expect(readGroups(bare).size).toBe(0);
  expect(readNotes(bare).size).toBe(0);
});
