/** What keeps this node from running, on top of its form, with the way out where there is one; then advice. */

import { Button } from "@mantine/core";
import type { Problem } from "../../api/apiTypes";
import { useAdvice } from "../../canvas/AdviceBadge";
import { useProblems } from "../../canvas/nodeSelectors";
import { findQuickFix } from "../../canvas/quickFixes";
import { adviceTexts } from "../../messages/analysisTexts";
import { changeDesign } from "../../stores/designStore";
import { Callout } from "../../ui/Callout";
import "./problemBoxes.css";

export function ProblemBoxes({ node }: { node: string }) {
  const problems = useProblems(node);
  const advice = useAdvice(node);
  return [
    ...problems.map((problem) => <ProblemBox key={`${problem.field} ${problem.message}`} problem={problem} />),
    ...advice.map((problem) => <AdviceBox key={`${problem.rule} ${problem.message}`} problem={problem} />),
  ];
}

function ProblemBox({ problem }: { problem: Problem }) {
  const remedy = findQuickFix(problem);
  return (
    <Callout>
      <p>{problem.message}</p>
      {remedy && (
        <Button size="compact-sm" onClick={remedy.apply}>
          {remedy.label}
        </Button>
      )}
    </Callout>
  );
}

function AdviceBox({ problem }: { problem: Problem }) {
  const { message, reason, rule, silence } = problem;
  const remedy = findQuickFix(problem);
  return (
    <Callout tone="advice">
      <p>{message}</p>
      <p className="advice-reason">{reason}</p>
      <div className="advice-ways">
        {remedy && (
          <Button size="compact-sm" variant="default" onClick={remedy.apply}>
            {remedy.label}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" onClick={() => changeDesign(adviceTexts.silencing(rule), silence)}>
          {adviceTexts.silence}
        </Button>
      </div>
    </Callout>
  );
}
