import { expect, test } from "vitest";
import shared from "../../../tests/server/graph/edit_cases.json";
import type { Design, Edit } from "../api/designDocument";
import { applyEdits, invertEdits } from "./applyEdits";
import { makeDesign, makeNode } from "./testing/designFixtures";

const before = makeDesign({
  a: makeNode("dataset"),
  b: makeNode("clean", { dataset: "a.dataset" }, { parameters: { minimum: 1 } }),
});

test("an edit changes its path and leaves the rest as it is", () => {
  const after = applyEdits(before, [{ path: ["nodes", "b", "parameters", "minimum"], value: 2 }]);
  expect(after.nodes.b!.parameters).toEqual({ minimum: 2 });
  expect(after.nodes.a).toBe(before.nodes.a);
  expect(before.nodes.b!.parameters).toEqual({ minimum: 1 });
});

test("an edit without a value deletes", () => {
  expect(applyEdits(before, [{ path: ["nodes", "a"] }]).nodes).toEqual({ b: before.nodes.b });
});

test("null is a value and not a deletion", () => {
  expect(
    applyEdits(before, [{ path: ["nodes", "b", "parameters", "minimum"], value: null }]).nodes.b!.parameters,
  ).toEqual({
    minimum: null,
  });
});

test("an edit inside something that is gone changes nothing", () => {
  expect(applyEdits(before, [{ path: ["nodes", "gone", "x"], value: 8 }])).toBe(before);
});

test.each<[string, Edit[]]>([
  ["a set", [{ path: ["nodes", "b", "parameters", "minimum"], value: 2 }]],
  ["a new key", [{ path: ["nodes", "b", "parameters", "seed"], value: 2 }]],
  ["a deletion", [{ path: ["nodes", "a"] }]],
  [
    "one path twice",
    [
      { path: ["name"], value: "One" },
      { path: ["name"], value: "Two" },
    ],
  ],
  [
    "a node and then its inside",
    [
      { path: ["nodes", "c"], value: { x: 1 } },
      { path: ["nodes", "c", "x"], value: 2 },
    ],
  ],
])("the inverse takes back %s", (_, edits) => {
  expect(applyEdits(applyEdits(before, edits), invertEdits(before, edits))).toEqual(before);
});

test("edits that change nothing have no inverse", () => {
  expect(invertEdits(before, [{ path: ["nodes", "gone", "x"], value: 8 }])).toEqual([]);
});

interface Case {
  what: string;
  before: Design;
  edits: Edit[];
  after: Design;
}

const cases = shared as unknown as Case[];

test.each(cases)("as on the server: $what", ({ before: given, edits, after }) => {
  expect(applyEdits(given, edits)).toEqual(after);
});
