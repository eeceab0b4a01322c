/** Run, with the other ways to run behind its arrow; while a run is on, it stops it. */

import { Button } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { cancelRunAction } from "../../../actions/cancelRun";
import { runAction } from "../../../actions/runDesign";
import { runToHereAction } from "../../../actions/runToHere";
import { runWithoutAction } from "../../../actions/runWithout";
import type { Problem } from "../../../api/apiTypes";
import type { Design } from "../../../api/designDocument";
import { getSourceNodes } from "../../../graph/ports";
import { findRunnableNodes } from "../../../graph/runnableNodes";
import { appTexts } from "../../../messages/appTexts";
import { useDesign } from "../../../stores/designStore";
import { getNodeName } from "../../../stores/nodeNames";
import { hasActiveRun, useRun } from "../../../stores/runStore";
import type { Action } from "../../../ui/actions/action";
import { useActionEnabled } from "../../../ui/actions/action";
import { useActionKey } from "../../../ui/actions/keyBindings";
import { formatKeys, performAction } from "../../../ui/actions/keyboardShortcuts";
import { LazyPopover } from "../../../ui/LazyPopover";
import { getTooltipProps } from "../../../ui/tooltip";
import "./runButton.css";

export function RunButton() {
  const running = useRun(hasActiveRun);
  const number = useRun((store) => store.run?.number ?? 0);
  const starting = useRun((store) => store.isStarting);
  const partly = useDesign(({ analysis }) => (analysis?.problems.length ?? 0) > 0);
  const left = useDesign(({ document, analysis }) => describeExcluded(document, analysis?.problems ?? []));
  const name = starting ? appTexts.topbar.starting : partly ? <PartialRunName /> : appTexts.topbar.run;
  return (
    <Button.Group className={running ? "run-button run-button-stop" : "run-button"}>
      {running ? (
        <MainRunButton action={cancelRunAction} name={appTexts.topbar.stop(number)} glyph="stop" />
      ) : (
        <div className="run-button-frame" {...getTooltipProps(partly ? left : "")}>
          <MainRunButton action={runAction} name={name} glyph="run" />
        </div>
      )}
      <LazyPopover
        position="bottom-end"
        width={270}
        actions={RUN_ACTIONS}
        button={
          <Button
            className="run-button-more"
            variant={running ? "default" : "filled"}
            aria-label={appTexts.topbar.runMore}
          >
            <IconChevronDown size={16} stroke={1.6} />
          </Button>
        }
      />
    </Button.Group>
  );
}

/** On a phone there is room for one word. */
function PartialRunName() {
  return (
    <>
      <span className="run-button-long">{appTexts.topbar.runWhatCan}</span>
      <span className="run-button-short">{appTexts.topbar.run}</span>
    </>
  );
}

const RUN_ACTIONS = [runAction, runToHereAction, runWithoutAction, null, cancelRunAction];

/** What a run of what can run does without, as a sentence. */
function describeExcluded(design: Design | null, problems: readonly Problem[]): string {
  if (!design || problems.length === 0) return "";
  const runs = new Set<string>();
  const waiting = findRunnableNodes(design, problems);
  if (waiting.length === 0) return appTexts.topbar.leavesOutAll;
  while (waiting.length > 0) {
    const id = waiting.pop()!;
    if (runs.has(id)) continue;
    runs.add(id);
    waiting.push(...getSourceNodes(design, id));
  }
  const out = Object.keys(design.nodes).filter((id) => !runs.has(id) && !design.nodes[id]!.disabled);
  return out.length > 0 ? appTexts.topbar.leavesOut(out.map(getNodeName)) : "";
}

const RUN_ICONS = {
  run: <path d="M2.5 1.3v9.4l8-4.7z" fill="currentColor" />,
  stop: <rect x="1.5" y="1.5" width="9" height="9" rx="1" fill="currentColor" />,
};

function MainRunButton({ action, name, glyph }: { action: Action; name: ReactNode; glyph: keyof typeof RUN_ICONS }) {
  const enabled = useActionEnabled(action);
  const keys = useActionKey(action);
  return (
    <Button
      className="run-button-main"
      variant={glyph === "stop" ? "default" : "filled"}
      aria-disabled={!enabled}
      data-off={!enabled || undefined}
      onClick={() => enabled && void performAction(action)}
      leftSection={
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          {RUN_ICONS[glyph]}
        </svg>
      }
      rightSection={glyph === "run" && keys && <kbd>{formatKeys(keys)}</kbd>}
    >
      {name}
    </Button>
  );
}
