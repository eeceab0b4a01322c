/** What keeps this node from running, on top of its form, with the way out where there is one; then advice. */

import { Button } from "@mantine/core";
import { IconBulb } from "@tabler/icons-react";
import type { Problem } from "../../api/types";
import { useAdvice } from "../../canvas/AdviceBadge";
import { useProblems } from "../../canvas/facts";
import { adviceText } from "../../messages/knowing";
import { change } from "../../stores/design";
import { remedyOf } from "../remedies";
import { MarkerBox } from "./MarkerBox";

export function ProblemBoxes({ node }: { node: string }) {
  const problems = useProblems(node);
  const advice = useAdvice(node);
  return [
    ...problems.map((problem) => <ProblemBox key={`${problem.field} ${problem.message}`} problem={problem} />),
    ...advice.map((problem) => <AdviceBox key={`${problem.rule} ${problem.message}`} problem={problem} />),
  ];
}

function ProblemBox({ problem }: { problem: Problem }) {
  const remedy = remedyOf(problem);
  return (
    <MarkerBox>
      <p>{problem.message}</p>
      {remedy && (
        <Button size="compact-sm" onClick={remedy.apply}>
          {remedy.label}
        </Button>
      )}
    </MarkerBox>
  );
}

function AdviceBox({ problem }: { problem: Problem }) {
  const { message, reason, rule, silence } = problem;
  const remedy = remedyOf(problem);
  return (
    <div className="advice-box">
      <IconBulb size={16} stroke={1.6} aria-hidden="true" />
      <div>
        <p>{message}</p>
        <p className="advice-reason">{reason}</p>
        <div className="advice-ways">
          {remedy && (
            <Button size="compact-sm" variant="default" onClick={remedy.apply}>
              {remedy.label}
            </Button>
          )}
          <Button size="compact-sm" variant="subtle" onClick={() => change(adviceText.silencing(rule), silence)}>
            {adviceText.silence}
          </Button>
        </div>
      </div>
    </div>
  );
}
