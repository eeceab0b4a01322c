import { expect, test } from "vitest";
import type { DecisionTreeNode } from "../../../api/artifactViews";
import { hasHiddenChildren, layoutTree, listNodesToLevel, TREE_NODE_WIDTH } from "./treeLayout";

const leaf: DecisionTreeNode = { rows: 5, impurity: 0, value: 1, shares: [], question: null };
const inner = (left: number | null, right: number | null): DecisionTreeNode => ({
  ...leaf,
  question: { feature: "width", threshold: 1, levels: null, others: null, missing_left: false, left, right },
});
const tree = [inner(1, 2), inner(3, 4), leaf, leaf, inner(null, null)];

test("a parent lies above the middle of its children and no two nodes overlap", () => {
  const { nodes, edges } = layoutTree(tree, new Set([0, 1]));
  const places = Object.fromEntries(nodes.map((node) => [node.at, node]));
  expect(places[1]!.left).toBe((places[3]!.left + places[4]!.left) / 2);
  expect(places[2]!.left - places[4]!.left).toBeGreaterThan(TREE_NODE_WIDTH);
  expect(edges.map(({ from, to, way }) => [from.at, to.at, way])).toContainEqual([0, 1, "yes"]);
});

test("closed nodes hide what is below them", () => {
  expect(layoutTree(tree, new Set([0])).nodes.map(({ at }) => at)).toEqual([0, 1, 2]);
  expect(listNodesToLevel(tree, 1)).toEqual(new Set([0]));
  expect(listNodesToLevel(tree, 9)).toEqual(new Set([0, 1, 4]));
});

test("a node whose children are out of sight cannot be opened", () => {
  expect(tree.map(hasHiddenChildren)).toEqual([true, true, false, false, false]);
});
