/** A light mark on a card that advice is about: nothing keeps it from running. */

import { IconBulb } from "@tabler/icons-react";
import type { Analysis, Problem } from "../api/types";
import { adviceText } from "../messages/knowing";
import { useDesign } from "../stores/design";
import { toggleBottom, useUi } from "../stores/ui";

const NONE: Problem[] = [];
const grouped = new WeakMap<Analysis, Map<string, Problem[]>>();

function adviceOf(analysis: Analysis | null, node: string): Problem[] {
  if (!analysis) return NONE;
  let groups = grouped.get(analysis);
  if (!groups) {
    groups = Map.groupBy(analysis.advice, (problem) => problem.node ?? "");
    grouped.set(analysis, groups);
  }
  return groups.get(node) ?? NONE;
}

/** The advice about a node that is not silenced. */
export const useAdvice = (node: string): Problem[] => useDesign(({ analysis }) => adviceOf(analysis, node));

export function AdviceBadge({ id }: { id: string }) {
  const advice = useAdvice(id);
  if (advice.length === 0) return null;
  const open = () => {
    if (useUi.getState().bottom !== "problems") toggleBottom("problems");
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: keyboards open the list of problems
    <div className="advice-badge" title={advice.map((one) => one.message).join("\n")} onClick={open}>
      <IconBulb size={13} stroke={1.8} aria-hidden="true" />
      {advice.length > 1 && advice.length}
      <span className="visually-hidden">{adviceText.count(advice.length)}</span>
    </div>
  );
}
