import { expect, test } from "vitest";
import shared from "../../../tests/server/graph/edit_cases.json";
import { apply, invert } from "./edits";
import { design, node } from "./testing";
import type { Design, Edit } from "./types";

const before = design({
  a: node("dataset"),
  b: node("clean", { dataset: "a.dataset" }, { parameters: { minimum: 1 } }),
});

test("an edit changes its path and leaves the rest as it is", () => {
  const after = apply(before, [{ path: ["nodes", "b", "parameters", "minimum"], value: 2 }]);
  expect(after.nodes.b!.parameters).toEqual({ minimum: 2 });
  expect(after.nodes.a).toBe(before.nodes.a);
  expect(before.nodes.b!.parameters).toEqual({ minimum: 1 });
});

test("an edit without a value deletes", () => {
  expect(apply(before, [{ path: ["nodes", "a"] }]).nodes).toEqual({ b: before.nodes.b });
});

test("null is a value and not a deletion", () => {
  expect(apply(before, [{ path: ["nodes", "b", "parameters", "minimum"], value: null }]).nodes.b!.parameters).toEqual({
    minimum: null,
  });
});

test("an edit inside something that is gone changes nothing", () => {
  expect(apply(before, [{ path: ["nodes", "gone", "x"], value: 8 }])).toBe(before);
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
  expect(apply(apply(before, edits), invert(before, edits))).toEqual(before);
});

test("edits that change nothing have no inverse", () => {
  expect(invert(before, [{ path: ["nodes", "gone", "x"], value: 8 }])).toEqual([]);
});

interface Case {
  what: string;
  before: Design;
  edits: Edit[];
  after: Design;
}

const cases = shared as unknown as Case[];

test.each(cases)("as on the server: $what", ({ before: given, edits, after }) => {
  expect(apply(given, edits)).toEqual(after);
});
