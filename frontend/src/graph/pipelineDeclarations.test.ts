import { expect, test } from "vitest";
import type { Design } from "../api/designDocument";
import { applyEdits, invertEdits } from "./applyEdits";
import {
  declareEdit,
  findParameterName,
  isDeclarationName,
  readDeclarations,
  removeDeclarationEdit,
  suggestDeclarationName,
} from "./pipelineDeclarations";

const EMPTY = { name: "x", nodes: {}, notes: {}, groups: {}, parameters: {} } as unknown as Design;
const TREES = { node: "forest", parameter: "trees" };

test("a declaration is an edit like any other, and is taken back by its inverse", () => {
  const edits = [declareEdit("parameters", "trees", TREES)];
  const declared = applyEdits(EMPTY, edits);
  expect(findParameterName(declared, "forest", "trees")).toBe("trees");
  expect(findParameterName(declared, "forest", "depth")).toBeNull();
  const undone = applyEdits(declared, invertEdits(EMPTY, edits));
  expect(readDeclarations(undone).parameters).toEqual({});
  expect(readDeclarations(applyEdits(declared, [removeDeclarationEdit("parameters", "trees")])).parameters).toEqual({});
});

test("what is broken is left out", () => {
  const broken = { ...EMPTY, pipeline: { parameters: { a: 3, b: TREES, c: { node: "x" } }, inputs: [] } } as never;
  expect(readDeclarations(broken)).toEqual({ parameters: { b: TREES }, inputs: {}, outputs: {} });
  expect(readDeclarations(null)).toEqual({ parameters: {}, inputs: {}, outputs: {} });
});

test.each([
  ["Number of trees", "number_of_trees"],
  ["Größe (m²)", "gro_e_m2"],
  ["3 % share", "share"],
  ["日本", "value"],
])("%s is called %s", (title, name) => {
  const suggested = suggestDeclarationName(title, readDeclarations(null));
  expect(suggested).toBe(name);
  expect(isDeclarationName(suggested)).toBe(true);
});

test("a name that is taken gets a number, whatever has it", () => {
  const declared = applyEdits(EMPTY, [declareEdit("inputs", "trees", { node: "data" })]);
  expect(suggestDeclarationName("Trees", readDeclarations(declared))).toBe("trees_2");
});
