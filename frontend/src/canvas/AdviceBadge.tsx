/** A light mark on a card that advice is about: nothing keeps it from running. */

import { IconBulb } from "@tabler/icons-react";
import type { Analysis, Problem } from "../api/apiTypes";
import { adviceTexts } from "../messages/analysisTexts";
import { useDesign } from "../stores/designStore";
import { toggleBottomTab, useUi } from "../stores/uiStore";
import "./adviceBadge.css";

const NO_ADVICE: Problem[] = [];
const adviceCache = new WeakMap<Analysis, Map<string, Problem[]>>();

function getAdvice(analysis: Analysis | null, node: string): Problem[] {
  if (!analysis) return NO_ADVICE;
  let groups = adviceCache.get(analysis);
  if (!groups) {
    groups = Map.groupBy(analysis.advice, (problem) => problem.node ?? "");
    adviceCache.set(analysis, groups);
  }
  return groups.get(node) ?? NO_ADVICE;
}

/** The advice about a node that is not silenced. */
export const useAdvice = (node: string): Problem[] => useDesign(({ analysis }) => getAdvice(analysis, node));

export function AdviceBadge({ id }: { id: string }) {
  const advice = useAdvice(id);
  if (advice.length === 0) return null;
  const open = () => {
    if (useUi.getState().bottomTab !== "problems") toggleBottomTab("problems");
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: keyboards open the list of problems
    <div className="advice-badge" title={advice.map((one) => one.message).join("\n")} onClick={open}>
      <IconBulb size={13} stroke={1.8} aria-hidden="true" />
      {advice.length > 1 && advice.length}
      <span className="visually-hidden">{adviceTexts.count(advice.length)}</span>
    </div>
  );
}
