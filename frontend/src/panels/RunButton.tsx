/** Run, with the other ways to run behind its arrow; while a run is on, it stops it. */

import { Button, Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import type { Action } from "../actions/action";
import { useEnabled } from "../actions/action";
import { cancelRun } from "../actions/cancelRun";
import { perform, shown } from "../actions/keys";
import { run } from "../actions/run";
import { runToHere } from "../actions/runToHere";
import { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { isRunning, useRun } from "../stores/run";
import { ActionMenuItems } from "./ActionMenu";

export function RunButton() {
  const running = useRun(isRunning);
  const number = useRun((store) => store.run?.number ?? 0);
  const starting = useRun((store) => store.starting);
  const partly = useDesign(({ analysis }) => (analysis?.problems.length ?? 0) > 0);
  const name = starting ? text.topbar.starting : partly ? text.topbar.runWhatCan : text.topbar.run;
  return (
    <Button.Group className={running ? "run-button run-button-stop" : "run-button"}>
      {running ? (
        <MainButton action={cancelRun} name={text.topbar.stop(number)} glyph="stop" />
      ) : (
        <MainButton action={run} name={name} glyph="run" />
      )}
      <Menu position="bottom-end" width={270}>
        <Menu.Target>
          <Button className="run-button-more" variant={running ? "default" : "filled"} aria-label={text.topbar.runMore}>
            <IconChevronDown size={16} stroke={1.6} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <ActionMenuItems actions={[run, runToHere, null, cancelRun]} />
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}

const GLYPHS = {
  run: <path d="M2.5 1.3v9.4l8-4.7z" fill="currentColor" />,
  stop: <rect x="1.5" y="1.5" width="9" height="9" rx="1" fill="currentColor" />,
};

function MainButton({ action, name, glyph }: { action: Action; name: string; glyph: keyof typeof GLYPHS }) {
  const enabled = useEnabled(action);
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
      rightSection={glyph === "run" && <kbd>{shown(action.keys![0]!)}</kbd>}
    >
      {name}
    </Button>
  );
}
