import { expect, test } from "vitest";
import type { DecisionTreeNode, ModelView } from "../../../api/artifactViews";
import { buildTreeConditions } from "./treeConditions";

type Question = NonNullable<DecisionTreeNode["question"]>;
const ask = (own: Partial<Question> & { feature: string }): DecisionTreeNode => ({
  ...{ rows: 1, impurity: 0, value: 1, shares: [] },
  question: { threshold: null, levels: null, others: null, missing_left: false, left: null, right: null, ...own },
});
const LEAF: DecisionTreeNode = { rows: 1, impurity: 0, value: 1, shares: [], question: null };
const FEATURES = [
  { name: "size", type: "real" },
  { name: "kind", type: "category" },
] as ModelView["features"];
const NODES = [
  ask({ feature: "size", threshold: 9, left: 1, right: 2 }),
  ask({ feature: "kind", levels: ["a"], others: ["b", "c"], left: 3, right: 4 }),
  LEAF,
  ask({ feature: "size", threshold: 4, left: 5, right: 6 }),
  LEAF,
  LEAF,
  LEAF,
];

test("a node is all that its questions say, and the tighter of two limits", () => {
  expect(buildTreeConditions(NODES, 0, FEATURES)).toEqual([]);
  expect(buildTreeConditions(NODES, 4, FEATURES)).toEqual([
    { column: "size", operator: "<=", values: [9] },
    { column: "kind", operator: "is", values: ["b", "c"] },
  ]);
  expect(buildTreeConditions(NODES, 5, FEATURES)).toEqual([
    { column: "kind", operator: "is", values: ["a"] },
    { column: "size", operator: "<=", values: [4] },
  ]);
  expect(buildTreeConditions(NODES, 6, FEATURES)).toEqual([
    { column: "size", operator: "<=", values: [9] },
    { column: "kind", operator: "is", values: ["a"] },
    { column: "size", operator: ">", values: [4] },
  ]);
});

test("a question about something that is no column of the table has no rows to show", () => {
  expect(buildTreeConditions(NODES, 2, FEATURES.slice(1))).toBeNull();
});
