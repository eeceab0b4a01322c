import { expect, test } from "vitest";
import { copy, paste } from "./clipboard";
import { apply } from "./edits";
import { groupsOf, makeGroup } from "./groups";
import { design, node } from "./testing";

const drawn = design({
  data: node("dataset"),
  clean: node("clean", { dataset: "data.dataset" }, { x: 0, y: 104 }),
  rows: node("add_rows", { datasets: ["data.dataset", "clean.cleaned"] }, { x: 0, y: 208 }),
});

test("pasted nodes get new ids, and the edges between them come along", () => {
  const pasted = paste(drawn, copy(drawn, ["clean", "rows"]), { at: null })!;
  expect(pasted.ids).toEqual(["clean_2", "rows_2"]);
  const { nodes } = apply(drawn, pasted.edits);
  expect(nodes.clean_2!.inputs).toEqual({});
  expect(nodes.rows_2!.inputs).toEqual({ datasets: ["clean_2.cleaned"] });
  expect(nodes.clean_2).toMatchObject({ x: 32, y: 136 });
});

test("in another design the ids stay when they are free", () => {
  expect(paste(design({}), copy(drawn, ["clean"]), { at: null })!.ids).toEqual(["clean"]);
});

test("nodes are pasted around a point on the grid", () => {
  const pasted = paste(drawn, copy(drawn, ["data", "clean"]), { at: { x: 403, y: 300 } })!;
  expect(apply(drawn, pasted.edits).nodes.data_2).toMatchObject({ x: 400, y: 248 });
});

test.each(["", "hello", "{}", '{"designery":"nodes","nodes":{"a":{"module":1}}}', "null"])(
  "%j is nothing to paste",
  (text) => {
    expect(paste(drawn, text, { at: null })).toBeNull();
  },
);

test("edges from outside are drawn again only when asked for", () => {
  const text = copy(drawn, ["clean"]);
  const pasted = paste(drawn, text, { at: null, outer: true })!;
  expect(apply(drawn, pasted.edits).nodes.clean_2!.inputs).toEqual({ dataset: "data.dataset" });
  expect(apply(design({}), paste(design({}), text, { at: null, outer: true })!.edits).nodes.clean!.inputs).toEqual({});
});

test("a group is pasted with all that is in it, as a group of its own", () => {
  const grouped = apply(drawn, makeGroup(drawn, ["clean", "rows"], { title: "Rows" }).edits);
  const pasted = paste(grouped, copy(grouped, ["group:group"]), { at: null })!;
  const after = apply(grouped, pasted.edits);
  expect(pasted.ids).toEqual(["group:group_2"]);
  expect(groupsOf(after).get("group_2")!.title).toBe("Rows");
  expect(after.nodes.clean_2!.group).toBe("group_2");
});
