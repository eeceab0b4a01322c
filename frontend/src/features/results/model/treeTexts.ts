/** The nodes of a tree in words. */

import type { DecisionTreeNode } from "../../../api/artifactViews";
import { formatCount, formatPercent, formatShort } from "../../../lib/format";
import { modelKindTexts } from "../../../messages/modelKindTexts";

const texts = modelKindTexts.tree;
type TreeQuestion = NonNullable<DecisionTreeNode["question"]>;

/** The question whose answer yes leads to the left. */
export function describeQuestion({ feature, threshold, levels }: TreeQuestion): string {
  if (levels) return texts.isOne(feature, levels);
  return threshold === null ? texts.isThere(feature) : texts.atMost(feature, formatShort(threshold));
}

/** What is so on one way from a node. */
export function describeBranch(question: TreeQuestion, way: "yes" | "no"): string {
  if (way === "yes") return describeQuestion(question);
  const { feature, threshold, others } = question;
  if (others) return texts.isOne(feature, others);
  return threshold === null ? texts.isMissing(feature) : texts.above(feature, formatShort(threshold));
}

/** All levels of the question, and where missing values go: what there is no room for. */
export function describeQuestionFully(question: TreeQuestion): string {
  const { feature, threshold, levels, missing_left: left } = question;
  if (threshold === null) return describeQuestion(question);
  const questionText = levels ? `${feature}: ${levels.join(", ")}` : describeQuestion(question);
  return `${questionText} (${texts.missing(left ? texts.yes : texts.no)})`;
}

export const describeRows = ({ rows }: DecisionTreeNode): string =>
  rows === 1 ? texts.row : texts.rows(formatCount(rows));

/** The commonest class of a node. */
export function findCommonestClass({ shares }: DecisionTreeNode): number {
  return shares.indexOf(Math.max(...shares));
}

/** What the node would answer: its commonest class with the share, or its mean. */
export function describeAnswer(node: DecisionTreeNode, classes: string[]): string {
  if (node.value !== null) return texts.mean(formatShort(node.value));
  const at = findCommonestClass(node);
  return texts.share(classes[at] ?? "", formatPercent(node.shares[at] ?? 0, 0));
}
