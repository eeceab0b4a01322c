/** One line under the canvas: how many problems, what they are, and the way to all of them. */

import { ActionIcon, Button } from "@mantine/core";
import { IconAlertTriangle, IconBulb, IconChevronUp, IconCircleCheck } from "@tabler/icons-react";
import { Suspense } from "react";
import { visiting } from "../api/door";
import type { Problem } from "../api/types";
import { later } from "../later";
import { text } from "../messages/en";
import { change, useDesign } from "../stores/design";
import { toggleBottom, useUi } from "../stores/ui";
import { nameOfNode } from "./problemWords";

// What is not needed to draw comes a moment later.
const AdviceLine = later(() => import("./AdviceLine").then((module) => ({ default: module.AdviceLine })));
const SampleToggle = later(() => import("../sample/SampleToggle").then((module) => ({ default: module.SampleToggle })));

const NONE: Problem[] = [];

export function ProblemsBar() {
  const problems = useDesign(({ analysis }) => analysis?.problems ?? NONE);
  const advice = useDesign(({ analysis }) => analysis?.advice ?? NONE);
  const open = useUi((ui) => ui.bottom !== null);
  // The panel below has the problems as its first tab.
  if (open) return null;
  if (problems.length === 0) {
    return (
      <div className="problems-bar">
        <IconCircleCheck size={16} stroke={1.6} aria-hidden="true" className="problems-none" />
        {advice.length === 0 ? (
          <span className="problems-summary">{text.problems.none}</span>
        ) : (
          <>
            <span>{text.problems.none}</span>
            <Suspense fallback={<span className="problems-summary" />}>
              <AdviceLine advice={advice} />
            </Suspense>
          </>
        )}
        <BarToggle />
      </div>
    );
  }
  return (
    <div className="problems-bar">
      <IconAlertTriangle size={17} stroke={1.6} aria-hidden="true" className="problems-icon" />
      <button type="button" className="problems-open" onClick={() => toggleBottom("problems")}>
        <b>{text.problems.count(problems.length)}</b>
        <span className="problems-summary">{problems.map(sentence).join(" ")}</span>
      </button>
      <FixAll problems={problems} />
      <BarToggle />
    </div>
  );
}

const sentence = (problem: Problem): string =>
  problem.node ? `${nameOfNode(problem.node)}: ${problem.message}` : problem.message;

function FixAll({ problems }: { problems: Problem[] }) {
  const edits = problems.flatMap((problem) => problem.fix?.edits ?? []);
  // What has to be entered is not mended by a press.
  const fixable = problems.filter(({ fix }) => fix && fix.edits.length > 0).length;
  if (fixable === 0) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconBulb size={15} stroke={1.6} />}
      onClick={() => change(text.edits.fixAll, edits)}
    >
      {text.problems.fixAll(fixable)}
    </Button>
  );
}

function BarToggle() {
  return (
    <>
      <Suspense fallback={null}>{!visiting() && <SampleToggle />}</Suspense>
      <ActionIcon size={26} aria-label={text.problems.open} onClick={() => toggleBottom("problems")}>
        <IconChevronUp size={16} stroke={1.6} />
      </ActionIcon>
    </>
  );
}
