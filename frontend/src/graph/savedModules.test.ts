import { expect, test } from "vitest";
import type { Design } from "../api/designDocument";
import { applyEdits } from "./applyEdits";
import { createGroup } from "./designGroups";
import {
  findModuleOrigin,
  insertSavedFunction,
  insertSavedGroup,
  type SavedGroup,
  type SavedModule,
  toSavedGroup,
  updateSavedGroup,
} from "./savedModules";
import { makeDesign, makeNode, TEST_MODULES } from "./testing/designFixtures";

const plain = makeDesign({
  data: makeNode("dataset"),
  clean: makeNode("clean", { dataset: "data.dataset" }),
  own: makeNode("own_twice", { table: "clean.cleaned" }, { y: 104 }),
});
const drawn: Design = { ...plain, modules: { own_twice: { code: "def twice(table): ..." } } };
const grouped = applyEdits(drawn, createGroup(drawn, ["clean", "own"], { title: "Prepare" }).edits);
const shown = applyEdits(grouped, [
  {
    path: ["groups", "group", "parameters", "clean.minimum"],
    value: { node: "clean", parameter: "minimum", title: null },
  },
]);
const content = toSavedGroup(shown, TEST_MODULES, "group");
const kept = (more: Partial<SavedModule> = {}): SavedModule => ({
  id: "k1",
  title: "Prepare",
  version: 1,
  content,
  ...more,
});

test("what is kept of a group has its nodes, their edges, and the modules written for them", () => {
  expect(Object.keys(content.nodes)).toEqual(["clean", "own"]);
  expect([content.nodes.clean!.inputs, content.nodes.own!.inputs]).toEqual([{}, { table: "clean.cleaned" }]);
  expect(Object.keys(content.groups.group!.ports)).toEqual(["clean.input.dataset", "clean.output.rule"]);
  expect(content.modules).toEqual({ own_twice: { code: "def twice(table): ..." } });
});

const place = { at: { x: 400, y: 200 }, group: null };

test("a kept group is placed folded, remembers where it came from, and brings its modules", () => {
  const { id, edits } = insertSavedGroup(plain, kept(), content, place);
  const made = applyEdits(plain, edits);
  expect(made.groups[id]).toMatchObject({ title: "Prepare", collapsed: true, x: 400, y: 200 });
  expect(findModuleOrigin(made, { group: id })).toEqual({
    module: "k1",
    version: 1,
    members: { clean: "clean_2", own: "own_2" },
  });
  expect(made.nodes.own_2).toMatchObject({ module: "own_twice", inputs: { table: "clean_2.cleaned" }, group: id });
  expect(made.modules?.own_twice?.code).toBe("def twice(table): ...");
});

test("a module of the same name and other code is brought under another name", () => {
  const other: Design = { ...plain, modules: { own_twice: { code: "def twice(t): return t" } } };
  const made = applyEdits(other, insertSavedGroup(other, kept(), content, place).edits);
  expect(made.nodes.own_2!.module).toBe("own_twice_2");
  expect(Object.keys(made.modules!)).toEqual(["own_twice", "own_twice_2"]);
});

test("a copy is brought up to date: its promoted values and its edges to the outside stay", () => {
  const { id, edits } = insertSavedGroup(plain, kept(), content, place);
  const used = applyEdits(plain, [
    ...edits,
    { path: ["nodes", "clean_2", "inputs", "dataset"], value: "data.dataset" },
    { path: ["nodes", "clean_2", "parameters", "minimum"], value: 7 },
    { path: ["nodes", "clean_2", "parameters", "seed"], value: 3 },
  ]);
  const next: SavedGroup = {
    ...content,
    nodes: {
      clean: { ...content.nodes.clean!, parameters: { cleaning_mode: "Mean", minimum: 1 } },
      again: makeNode("clean", { dataset: "clean.cleaned" }, { y: 208 }),
    },
  };
  const made = applyEdits(used, updateSavedGroup(used, id, kept({ version: 2 }), next));
  expect(made.nodes.clean_2).toMatchObject({
    inputs: { dataset: "data.dataset" },
    parameters: { cleaning_mode: "Mean", minimum: 7 },
  });
  expect(made.nodes.again).toMatchObject({ inputs: { dataset: "clean_2.cleaned" }, group: id });
  expect(made.nodes.own_2).toBeUndefined();
  expect(findModuleOrigin(made, { group: id })).toMatchObject({
    version: 2,
    members: { clean: "clean_2", again: "again" },
  });
});

test("a kept function is written once, and under another name where its own is taken", () => {
  const content = { kind: "function" as const, name: "own_twice", code: "def twice(table): ..." };
  const module = kept({ title: "Twice", content });
  expect(insertSavedFunction(drawn, module, content)).toEqual({ name: "own_twice", edits: [] });
  const other: Design = { ...plain, modules: { own_twice: { code: "def twice(t): return t" } } };
  const { name, edits } = insertSavedFunction(other, module, content);
  expect(name).toBe("own_twice_2");
  expect(findModuleOrigin(applyEdits(other, edits), { module: name })).toEqual({ module: "k1", version: 1 });
});
