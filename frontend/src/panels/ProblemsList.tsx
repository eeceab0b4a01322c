/** All problems in a list, each with the way to its card and, where there is one, the fix; then advice, more quietly. */

import { Button } from "@mantine/core";
import { IconAlertTriangle, IconBulb, IconBulbOff } from "@tabler/icons-react";
import { useState } from "react";
import type { Problem } from "../api/types";
import { lookAt } from "../canvas/stage";
import { text } from "../messages/en";
import { adviceText } from "../messages/knowing";
import { change, useDesign } from "../stores/design";
import { select, useUi } from "../stores/ui";
import { Message } from "./Message";
import { distinctName } from "./problemWords";
import { remedyOf } from "./remedies";

const NONE: Problem[] = [];

export function ProblemsList() {
  const problems = useDesign(({ analysis }) => analysis?.problems ?? NONE);
  const advice = useDesign(({ analysis }) => analysis?.advice ?? NONE);
  const silenced = useDesign(({ analysis }) => analysis?.silenced ?? NONE);
  if (problems.length + advice.length + silenced.length === 0) return <Message title={text.problems.none} />;
  return (
    <>
      <ul className="problems-list">
        {[...problems, ...advice].map((problem, index) => (
          <ProblemRow key={`${problem.node} ${problem.field} ${problem.rule} ${index}`} problem={problem} />
        ))}
      </ul>
      {silenced.length > 0 && <Silenced silenced={silenced} />}
    </>
  );
}

function ProblemRow({ problem }: { problem: Problem }) {
  const { node, message, severity, reason } = problem;
  const remedy = remedyOf(problem);
  const advised = severity === "advice";
  const Icon = advised ? IconBulb : IconAlertTriangle;
  return (
    <li className={advised ? "problem-advice" : undefined}>
      <Icon size={16} stroke={1.6} aria-hidden="true" className={advised ? "advice-icon" : "problems-icon"} />
      <button type="button" className="problem-where" onClick={() => show(problem)} disabled={node === null}>
        <b>{node === null ? text.problems.design : distinctName(node)}</b>
        <span>
          {message}
          {reason && <small className="advice-reason">{reason}</small>}
        </span>
      </button>
      {remedy && (
        <Button size="compact-sm" variant="default" onClick={remedy.apply}>
          {remedy.label}
        </Button>
      )}
      {advised && <SilenceButton problem={problem} />}
      {node !== null && (
        <Button size="compact-sm" variant="subtle" onClick={() => show(problem)}>
          {text.problems.showMe}
        </Button>
      )}
    </li>
  );
}

function SilenceButton({ problem }: { problem: Problem }) {
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      onClick={() => change(adviceText.silencing(problem.rule), problem.silence)}
    >
      {adviceText.silence}
    </Button>
  );
}

/** What the user did not want to hear: folded away, and one press from being heard again. */
function Silenced({ silenced }: { silenced: Problem[] }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="advice-silenced">
      <button type="button" className="text-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {adviceText.silenced(silenced.length)}
      </button>
      {open && (
        <ul className="problems-list">
          {silenced.map((problem) => (
            <li key={`${problem.node} ${problem.rule} ${problem.message}`} className="problem-advice">
              <IconBulbOff size={16} stroke={1.6} aria-hidden="true" className="advice-icon" />
              <button type="button" className="problem-where" onClick={() => show(problem)}>
                <b>{problem.node === null ? text.problems.design : distinctName(problem.node)}</b>
                <span>{problem.message}</span>
              </button>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => change(adviceText.speaking(problem.rule), problem.silence)}
              >
                {adviceText.speak}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function show({ node, field }: Problem): void {
  if (node === null) return;
  select([node]);
  useUi.setState({ field: field === null ? null : { node, field } });
  lookAt(node);
}
