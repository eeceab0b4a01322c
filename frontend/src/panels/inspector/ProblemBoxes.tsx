/** What keeps this node from running, on top of its form, with the way out where there is one. */

import { Button } from "@mantine/core";
import type { Problem } from "../../api/types";
import { useProblems } from "../../canvas/facts";
import { change } from "../../stores/design";
import { MarkerBox } from "./MarkerBox";

export function ProblemBoxes({ node }: { node: string }) {
  const problems = useProblems(node);
  return problems.map((problem) => <ProblemBox key={`${problem.field} ${problem.message}`} problem={problem} />);
}

function ProblemBox({ problem: { message, fix } }: { problem: Problem }) {
  return (
    <MarkerBox>
      <p>{message}</p>
      {fix && (
        <Button size="compact-sm" onClick={() => change(fix.label, fix.edits)}>
          {fix.label}
        </Button>
      )}
    </MarkerBox>
  );
}
