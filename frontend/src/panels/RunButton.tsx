/** Run, with the other ways to run behind its arrow; while a run is on, it stops it. */

import { Button } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Action } from "../actions/action";
import { useEnabled } from "../actions/action";
import { useKeyOf } from "../actions/bindings";
import { cancelRun } from "../actions/cancelRun";
import { perform, shown } from "../actions/keys";
import { run } from "../actions/run";
import { runToHere } from "../actions/runToHere";
import { runWithout } from "../actions/runWithout";
import type { Problem } from "../api/types";
import { Opener } from "../components/Opener";
import { tip } from "../components/tip";
import { sourcesOf } from "../graph/ports";
import { runnable } from "../graph/runnable";
import type { Design } from "../graph/types";
import { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { isRunning, useRun } from "../stores/run";
import { nameOfNode } from "./problemWords";

export function RunButton() {
  const running = useRun(isRunning);
  const number = useRun((store) => store.run?.number ?? 0);
  const starting = useRun((store) => store.starting);
  const partly = useDesign(({ analysis }) => (analysis?.problems.length ?? 0) > 0);
  const left = useDesign(({ document, analysis }) => leftOut(document, analysis?.problems ?? []));
  const name = starting ? text.topbar.starting : partly ? <PartlyName /> : text.topbar.run;
  return (
    <Button.Group className={running ? "run-button run-button-stop" : "run-button"}>
      {running ? (
        <MainButton action={cancelRun} name={text.topbar.stop(number)} glyph="stop" />
      ) : (
        <div className="run-button-frame" {...tip(partly ? left : "")}>
          <MainButton action={run} name={name} glyph="run" />
        </div>
      )}
      <Opener
        position="bottom-end"
        width={270}
        actions={WAYS}
        button={
          <Button className="run-button-more" variant={running ? "default" : "filled"} aria-label={text.topbar.runMore}>
            <IconChevronDown size={16} stroke={1.6} />
          </Button>
        }
      />
    </Button.Group>
  );
}

/** On a phone there is room for one word. */
function PartlyName() {
  return (
    <>
      <span className="run-button-long">{text.topbar.runWhatCan}</span>
      <span className="run-button-short">{text.topbar.run}</span>
    </>
  );
}

const WAYS = [run, runToHere, runWithout, null, cancelRun];

/** What a run of what can run does without, as a sentence. */
function leftOut(design: Design | null, problems: readonly Problem[]): string {
  if (!design || problems.length === 0) return "";
  const runs = new Set<string>();
  const waiting = runnable(design, problems);
  if (waiting.length === 0) return text.topbar.leavesOutAll;
  while (waiting.length > 0) {
    const id = waiting.pop()!;
    if (runs.has(id)) continue;
    runs.add(id);
    waiting.push(...sourcesOf(design, id));
  }
  const out = Object.keys(design.nodes).filter((id) => !runs.has(id) && !design.nodes[id]!.disabled);
  return out.length > 0 ? text.topbar.leavesOut(out.map(nameOfNode)) : "";
}

const GLYPHS = {
  run: <path d="M2.5 1.3v9.4l8-4.7z" fill="currentColor" />,
  stop: <rect x="1.5" y="1.5" width="9" height="9" rx="1" fill="currentColor" />,
};

function MainButton({ action, name, glyph }: { action: Action; name: ReactNode; glyph: keyof typeof GLYPHS }) {
  const enabled = useEnabled(action);
  const keys = useKeyOf(action);
  return (
    <Button
      className="run-button-main"
      variant={glyph === "stop" ? "default" : "filled"}
      aria-disabled={!enabled}
      data-off={!enabled || undefined}
      onClick={() => enabled && void perform(action)}
      leftSection={
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          {GLYPHS[glyph]}
        </svg>
      }
      rightSection={glyph === "run" && keys && <kbd>{shown(keys)}</kbd>}
    >
      {name}
    </Button>
  );
}
