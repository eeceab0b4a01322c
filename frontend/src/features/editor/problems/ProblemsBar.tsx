/** One line under the canvas: how many problems, what they are, and the way to all of them. */

import { ActionIcon, Button } from "@mantine/core";
import { IconAlertTriangle, IconBulb, IconChevronUp, IconCircleCheck } from "@tabler/icons-react";
import { Suspense } from "react";
import { getGuestAccess } from "../../../api/accessMode";
import type { Problem } from "../../../api/apiTypes";
import { applyFix } from "../../../canvas/quickFixes";
import { lazyWithRetry } from "../../../lib/lazy";
import { appTexts } from "../../../messages/appTexts";
import { useDesign } from "../../../stores/designStore";
import { getNodeName } from "../../../stores/nodeNames";
import { toggleBottomTab, useUi } from "../../../stores/uiStore";
import "./problemsList.css";

// What is not needed to draw comes a moment later.
const AdviceLine = lazyWithRetry(() => import("./AdviceLine").then((module) => ({ default: module.AdviceLine })));
const SampleToggle = lazyWithRetry(() =>
  import("../../preview/PreviewToggle").then((module) => ({ default: module.PreviewToggle })),
);

const NONE: Problem[] = [];

export function ProblemsBar() {
  const problems = useDesign(({ analysis }) => analysis?.problems ?? NONE);
  const advice = useDesign(({ analysis }) => analysis?.advice ?? NONE);
  const open = useUi((ui) => ui.bottomTab !== null);
  // The panel below has the problems as its first tab.
  if (open) return null;
  if (problems.length === 0) {
    return (
      <div className="problems-bar">
        <IconCircleCheck size={16} stroke={1.6} aria-hidden="true" className="problems-none" />
        {advice.length === 0 ? (
          <span className="problems-summary">{appTexts.problems.none}</span>
        ) : (
          <>
            <span>{appTexts.problems.none}</span>
            <Suspense fallback={<span className="problems-summary" />}>
              <AdviceLine advice={advice} />
            </Suspense>
          </>
        )}
        <ProblemsToggle />
      </div>
    );
  }
  return (
    <div className="problems-bar">
      <IconAlertTriangle size={17} stroke={1.6} aria-hidden="true" className="problems-icon" />
      <button type="button" className="problems-open" onClick={() => toggleBottomTab("problems")}>
        <b>{appTexts.problems.count(problems.length)}</b>
        <span className="problems-summary">{problems.map(describeProblem).join(" ")}</span>
      </button>
      <FixAllButton problems={problems} />
      <ProblemsToggle />
    </div>
  );
}

const describeProblem = (problem: Problem): string =>
  problem.node ? `${getNodeName(problem.node)}: ${problem.message}` : problem.message;

function FixAllButton({ problems }: { problems: Problem[] }) {
  const edits = problems.flatMap((problem) => problem.fix?.edits ?? []);
  // What has to be entered is not mended by a press.
  const fixable = problems.filter(({ fix }) => fix && fix.edits.length > 0).length;
  if (fixable === 0) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconBulb size={15} stroke={1.6} />}
      onClick={() => void applyFix(appTexts.edits.fixAll, edits)}
    >
      {appTexts.problems.fixAll(fixable)}
    </Button>
  );
}

function ProblemsToggle() {
  return (
    <>
      <Suspense fallback={null}>{!getGuestAccess() && <SampleToggle />}</Suspense>
      <ActionIcon size={26} aria-label={appTexts.problems.open} onClick={() => toggleBottomTab("problems")}>
        <IconChevronUp size={16} stroke={1.6} />
      </ActionIcon>
    </>
  );
}
