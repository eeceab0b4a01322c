/** Where the nodes of a decision tree lie: leaves side by side, each parent above the middle of its children. */

import type { TreeNode } from "../../api/views";

export const NODE_WIDTH = 172;
export const NODE_HEIGHT = 78;
const GAP_X = 14;
const GAP_Y = 44;

export interface Placed {
  /** Its place in the list of nodes. */
  at: number;
  left: number;
  top: number;
  depth: number;
}

export interface Layout {
  nodes: Placed[];
  edges: { from: Placed; to: Placed; way: "yes" | "no" }[];
  width: number;
  height: number;
}

/** The nodes that show when `open` ones show their children. */
export function layout(nodes: TreeNode[], open: ReadonlySet<number>): Layout {
  const placed: Placed[] = [];
  const edges: Layout["edges"] = [];
  let next = 0;
  const place = (at: number, depth: number): Placed => {
    const question = open.has(at) ? nodes[at]!.question : null;
    const children = [question?.left, question?.right].map((child) =>
      child === null || child === undefined ? null : place(child, depth + 1),
    );
    const shown = children.filter((child) => child !== null);
    const left = shown.length > 0 ? (shown[0]!.left + shown.at(-1)!.left) / 2 : next++ * (NODE_WIDTH + GAP_X);
    const node = { at, left, top: depth * (NODE_HEIGHT + GAP_Y), depth };
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
    width: Math.max(1, next) * (NODE_WIDTH + GAP_X) - GAP_X,
    height: Math.max(...placed.map(({ top }) => top)) + NODE_HEIGHT,
  };
}

/** The nodes whose children show at first: those of the first levels. */
export function openTo(nodes: TreeNode[], levels: number): Set<number> {
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
export const opens = (node: TreeNode): boolean =>
  node.question !== null && (node.question.left !== null || node.question.right !== null);
