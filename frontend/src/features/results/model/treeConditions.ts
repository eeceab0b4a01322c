/** The rows of a node of a tree, as conditions on the columns of the table that it was trained on. */

import type { DecisionTreeNode, ModelView } from "../../../api/artifactViews";
import type { Condition } from "../../../graph/rowConditions";

type Feature = ModelView["features"][number];

/** What all questions on the way to a node say; null where one of them asks for no column of the table. */
export function buildTreeConditions(
  nodes: DecisionTreeNode[],
  at: number,
  features: readonly Feature[],
): Condition[] | null {
  const found: Condition[] = [];
  let child = at;
  while (child !== 0) {
    const parent = nodes.findIndex(({ question }) => question?.left === child || question?.right === child);
    const question = nodes[parent]?.question;
    if (!question) return null;
    const condition = toCondition(question, question.left === child, features);
    if (condition === null) return null;
    addTighter(found, condition);
    child = parent;
  }
  return found.reverse();
}

function toCondition(
  { feature, threshold, levels, others }: NonNullable<DecisionTreeNode["question"]>,
  yes: boolean,
  features: readonly Feature[],
): Condition | null {
  const type = features.find(({ name }) => name === feature)?.type;
  if (type === undefined) return null;
  if (levels !== null) {
    const values = yes ? levels : (others ?? []);
    return values.length > 0 ? { column: feature, operator: "is", values } : null;
  }
  if (threshold === null) return { column: feature, operator: yes ? "is not missing" : "is missing", values: [] };
  if (type !== "integer" && type !== "real") return null;
  return { column: feature, operator: yes ? "<=" : ">", values: [threshold] };
}

/** Adds a condition, unless one that is nearer to the node already says more. */
function addTighter(conditions: Condition[], condition: Condition): void {
  const same = conditions.find(
    ({ column, operator }) => column === condition.column && operator === condition.operator,
  );
  if (!same) conditions.push(condition);
  else if (condition.operator === "<=") same.values = [Math.min(Number(same.values[0]), Number(condition.values[0]))];
  else if (condition.operator === ">") same.values = [Math.max(Number(same.values[0]), Number(condition.values[0]))];
}
