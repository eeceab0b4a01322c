/** The nodes of a tree in words. */

import type { TreeNode } from "../../api/views";
import { modelMessages } from "../../messages/models";
import { count, percent, short } from "../format";

const say = modelMessages.tree;
type Question = NonNullable<TreeNode["question"]>;

/** The question whose answer yes leads to the left. */
export function questionWords({ feature, threshold, levels }: Question): string {
  if (levels) return say.isOne(feature, levels);
  return threshold === null ? say.isThere(feature) : say.atMost(feature, short(threshold));
}

/** What is so on one way from a node. */
export function wayWords(question: Question, way: "yes" | "no"): string {
  if (way === "yes") return questionWords(question);
  const { feature, threshold, others } = question;
  if (others) return say.isOne(feature, others);
  return threshold === null ? say.isMissing(feature) : say.above(feature, short(threshold));
}

/** All levels of the question, and where missing values go: what there is no room for. */
export function fullWords(question: Question): string {
  const { feature, threshold, levels, missing_left: left } = question;
  if (threshold === null) return questionWords(question);
  const asked = levels ? `${feature}: ${levels.join(", ")}` : questionWords(question);
  return `${asked} (${say.missing(left ? say.yes : say.no)})`;
}

export const rowsWords = ({ rows }: TreeNode): string => (rows === 1 ? say.row : say.rows(count(rows)));

/** The commonest class of a node. */
export function commonest({ shares }: TreeNode): number {
  return shares.indexOf(Math.max(...shares));
}

/** What the node would answer: its commonest class with the share, or its mean. */
export function answerWords(node: TreeNode, classes: string[]): string {
  if (node.value !== null) return say.mean(short(node.value));
  const at = commonest(node);
  return say.share(classes[at] ?? "", percent(node.shares[at] ?? 0, 0));
}
