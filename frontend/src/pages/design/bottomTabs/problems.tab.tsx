/** What keeps the design from running, and what the linter advises. */

import { ProblemsList } from "../../../features/editor/problems/ProblemsList";
import { appTexts } from "../../../messages/appTexts";
import { useDesign } from "../../../stores/designStore";
import { CountBadge } from "../../../ui/CountBadge";
import type { BottomTab } from "./bottomTab";

function ProblemBadges() {
  const problems = useDesign(({ analysis }) => analysis?.problems.length ?? 0);
  const advice = useDesign(({ analysis }) => analysis?.advice.length ?? 0);
  return (
    <>
      <CountBadge count={problems} />
      <CountBadge count={advice} quiet />
    </>
  );
}

export default {
  name: "problems",
  title: appTexts.bottom.problems,
  order: 10,
  Content: ProblemsList,
  Badges: ProblemBadges,
} satisfies BottomTab;
