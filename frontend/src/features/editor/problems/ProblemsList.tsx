/** All problems in a list, each with the way to its card and, where there is one, the fix; then advice, more quietly. */

import { Button } from "@mantine/core";
import { IconAlertTriangle, IconBulb, IconBulbOff } from "@tabler/icons-react";
import { useState } from "react";
import type { Problem } from "../../../api/apiTypes";
import { findQuickFix } from "../../../canvas/quickFixes";
import { centerOnNode } from "../../../canvas/viewport";
import { adviceTexts } from "../../../messages/analysisTexts";
import { appTexts } from "../../../messages/appTexts";
import { changeDesign, useDesign } from "../../../stores/designStore";
import { getDistinctNodeName } from "../../../stores/nodeNames";
import { selectCards, useUi } from "../../../stores/uiStore";
import { EmptyState } from "../../../ui/EmptyState";
import "./problemsList.css";
import "../../../ui/textButton.css";

const NONE: Problem[] = [];

export function ProblemsList() {
  const problems = useDesign(({ analysis }) => analysis?.problems ?? NONE);
  const advice = useDesign(({ analysis }) => analysis?.advice ?? NONE);
  const silenced = useDesign(({ analysis }) => analysis?.silenced ?? NONE);
  if (problems.length + advice.length + silenced.length === 0) return <EmptyState title={appTexts.problems.none} />;
  return (
    <>
      <ul className="problems-list">
        {[...problems, ...advice].map((problem, index) => (
          <ProblemListItem key={`${problem.node} ${problem.field} ${problem.rule} ${index}`} problem={problem} />
        ))}
      </ul>
      {silenced.length > 0 && <MutedAdvice silenced={silenced} />}
    </>
  );
}

function ProblemListItem({ problem }: { problem: Problem }) {
  const { node, message, severity, reason } = problem;
  const remedy = findQuickFix(problem);
  const advised = severity === "advice";
  const Icon = advised ? IconBulb : IconAlertTriangle;
  return (
    <li className={advised ? "problem-advice" : undefined}>
      <Icon size={16} stroke={1.6} aria-hidden="true" className={advised ? "advice-icon" : "problems-icon"} />
      <button type="button" className="problem-where" onClick={() => showProblem(problem)} disabled={node === null}>
        <b>{node === null ? appTexts.problems.design : getDistinctNodeName(node)}</b>
        <span>
          {message}
          {reason && <small className="problem-reason">{reason}</small>}
        </span>
      </button>
      {remedy && (
        <Button size="compact-sm" variant="default" onClick={remedy.apply}>
          {remedy.label}
        </Button>
      )}
      {advised && <MuteAdviceButton problem={problem} />}
      {node !== null && (
        <Button size="compact-sm" variant="subtle" onClick={() => showProblem(problem)}>
          {appTexts.problems.showMe}
        </Button>
      )}
    </li>
  );
}

function MuteAdviceButton({ problem }: { problem: Problem }) {
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      onClick={() => changeDesign(adviceTexts.silencing(problem.rule), problem.silence)}
    >
      {adviceTexts.silence}
    </Button>
  );
}

/** What the user did not want to hear: folded away, and one press from being heard again. */
function MutedAdvice({ silenced }: { silenced: Problem[] }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="advice-silenced">
      <button type="button" className="text-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {adviceTexts.silenced(silenced.length)}
      </button>
      {open && (
        <ul className="problems-list">
          {silenced.map((problem) => (
            <li key={`${problem.node} ${problem.rule} ${problem.message}`} className="problem-advice">
              <IconBulbOff size={16} stroke={1.6} aria-hidden="true" className="advice-icon" />
              <button type="button" className="problem-where" onClick={() => showProblem(problem)}>
                <b>{problem.node === null ? appTexts.problems.design : getDistinctNodeName(problem.node)}</b>
                <span>{problem.message}</span>
              </button>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => changeDesign(adviceTexts.unsilencing(problem.rule), problem.silence)}
              >
                {adviceTexts.unsilence}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function showProblem({ node, field }: Problem): void {
  if (node === null) return;
  selectCards([node]);
  useUi.setState({ focusedField: field === null ? null : { node, field } });
  centerOnNode(node);
}
