/** Where the nodes of a decision tree lie: leaves side by side, each parent above the middle of its children. */

import type { DecisionTreeNode } from "../../../api/artifactViews";

export const TREE_NODE_WIDTH = 172;
export const TREE_NODE_HEIGHT = 78;
const GAP_X = 14;
const GAP_Y = 44;

export interface PlacedTreeNode {
  /** Its place in the list of nodes. */
  at: number;
  left: number;
  top: number;
  depth: number;
}

export interface TreeLayout {
  nodes: PlacedTreeNode[];
  edges: { from: PlacedTreeNode; to: PlacedTreeNode; way: "yes" | "no" }[];
  width: number;
  height: number;
}

/** The nodes that show when `open` ones show their children. */
export function layoutTree(nodes: DecisionTreeNode[], open: ReadonlySet<number>): TreeLayout {
  const placed: PlacedTreeNode[] = [];
  const edges: TreeLayout["edges"] = [];
  let next = 0;
  const place = (at: number, depth: number): PlacedTreeNode => {
    const question = open.has(at) ? nodes[at]!.question : null;
    const children = [question?.left, question?.right].map((child) =>
      child === null || child === undefined ? null : place(child, depth + 1),
    );
    const shown = children.filter((child) => child !== null);
    const left = shown.length > 0 ? (shown[0]!.left + shown.at(-1)!.left) / 2 : next++ * (TREE_NODE_WIDTH + GAP_X);
    const node = { at, left, top: depth * (TREE_NODE_HEIGHT + GAP_Y), depth };
    placed.push(node);
    children.forEach((child, index) => {
      if (child) edges.push({ from: node, to: child, way: index === 0 ? "yes" : "no" });
    });
    return node;
  };
  place(0, 0);
  return {
    nodes: placed.sort((one, other) => one.top - other.top || one.left - other.left),
    edges,
    width: Math.max(1, next) * (TREE_NODE_WIDTH + GAP_X) - GAP_X,
    height: Math.max(...placed.map(({ top }) => top)) + TREE_NODE_HEIGHT,
  };
}

/** The nodes whose children show at first: those of the first levels. */
export function listNodesToLevel(nodes: DecisionTreeNode[], levels: number): Set<number> {
  const open = new Set<number>();
  const visit = (at: number | null, depth: number) => {
    const question = at === null ? null : nodes[at]?.question;
    if (!question || depth >= levels) return;
    open.add(at!);
    visit(question.left, depth + 1);
    visit(question.right, depth + 1);
  };
  visit(0, 0);
  return open;
}

/** Whether a node has children that can be shown. */
export const hasHiddenChildren = (node: DecisionTreeNode): boolean =>
  node.question !== null && (node.question.left !== null || node.question.right !== null);
