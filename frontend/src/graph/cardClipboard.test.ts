import { expect, test } from "vitest";
import { applyEdits } from "./applyEdits";
import { pasteCards, serializeCards } from "./cardClipboard";
import { createGroup, readGroups } from "./designGroups";
import { makeDesign, makeNode } from "./testing/designFixtures";

const drawn = makeDesign({
  data: makeNode("dataset"),
  clean: makeNode("clean", { dataset: "data.dataset" }, { x: 0, y: 104 }),
  rows: makeNode("add_rows", { datasets: ["data.dataset", "clean.cleaned"] }, { x: 0, y: 208 }),
});

test("pasted nodes get new ids, and the edges between them come along", () => {
  const pasted = pasteCards(drawn, serializeCards(drawn, ["clean", "rows"]), { at: null })!;
  expect(pasted.ids).toEqual(["clean_2", "rows_2"]);
  const { nodes } = applyEdits(drawn, pasted.edits);
  expect(nodes.clean_2!.inputs).toEqual({});
  expect(nodes.rows_2!.inputs).toEqual({ datasets: ["clean_2.cleaned"] });
  expect(nodes.clean_2).toMatchObject({ x: 32, y: 136 });
});

test("in another design the ids stay when they are free", () => {
  expect(pasteCards(makeDesign({}), serializeCards(drawn, ["clean"]), { at: null })!.ids).toEqual(["clean"]);
});

test("nodes are pasted around a point on the grid", () => {
  const pasted = pasteCards(drawn, serializeCards(drawn, ["data", "clean"]), { at: { x: 403, y: 300 } })!;
  expect(applyEdits(drawn, pasted.edits).nodes.data_2).toMatchObject({ x: 400, y: 248 });
});

test.each(["", "hello", "{}", '{"designery":"nodes","nodes":{"a":{"module":1}}}', "null"])(
  "%j is nothing to paste",
  (text) => {
    expect(pasteCards(drawn, text, { at: null })).toBeNull();
  },
);

test("edges from outside are drawn again only when asked for", () => {
  const text = serializeCards(drawn, ["clean"]);
  const pasted = pasteCards(drawn, text, { at: null, outer: true })!;
  expect(applyEdits(drawn, pasted.edits).nodes.clean_2!.inputs).toEqual({ dataset: "data.dataset" });
  expect(
    applyEdits(makeDesign({}), pasteCards(makeDesign({}), text, { at: null, outer: true })!.edits).nodes.clean!.inputs,
  ).toEqual({});
});

test("a group is pasted with all that is in it, as a group of its own", () => {
  const grouped = applyEdits(drawn, createGroup(drawn, ["clean", "rows"], { title: "Rows" }).edits);
  const pasted = pasteCards(grouped, serializeCards(grouped, ["group:group"]), { at: null })!;
  const after = applyEdits(grouped, pasted.edits);
  expect(pasted.ids).toEqual(["group:group_2"]);
  expect(readGroups(after).get("group_2")!.title).toBe("Rows");
  expect(after.nodes.clean_2!.group).toBe("group_2");
});
