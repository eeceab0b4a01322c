/** All problems in a list, each with the way to its card and, where there is one, the fix. */

import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { Problem } from "../api/types";
import { lookAt } from "../canvas/stage";
import { text } from "../messages/en";
import { change, useDesign } from "../stores/design";
import { select, useUi } from "../stores/ui";
import { Message } from "./Message";
import { nameOfNode } from "./problemWords";

export function ProblemsList() {
  const problems = useDesign(({ analysis }) => analysis?.problems);
  if (!problems?.length) return <Message title={text.problems.none} />;
  return (
    <ul className="problems-list">
      {problems.map((problem, index) => (
        <ProblemRow key={`${problem.node} ${problem.field} ${index}`} problem={problem} />
      ))}
    </ul>
  );
}

function ProblemRow({ problem }: { problem: Problem }) {
  const { node, message, fix } = problem;
  return (
    <li>
      <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" className="problems-icon" />
      <button type="button" className="problem-where" onClick={() => show(problem)} disabled={node === null}>
        <b>{node === null ? text.problems.design : nameOfNode(node)}</b>
        <span>{message}</span>
      </button>
      {fix && (
        <Button size="compact-sm" variant="default" onClick={() => change(text.edits.fix(fix.label), fix.edits)}>
          {fix.label}
        </Button>
      )}
      {node !== null && (
        <Button size="compact-sm" variant="subtle" onClick={() => show(problem)}>
          {text.problems.showMe}
        </Button>
      )}
    </li>
  );
}

function show({ node, field }: Problem): void {
  if (node === null) return;
  select([node]);
  useUi.setState({ field: field === null ? null : { node, field } });
  lookAt(node);
}
