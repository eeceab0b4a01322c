/** The design as code beside the canvas: what is drawn is written here, and what is typed is drawn. */

import { ActionIcon, Button, Menu } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconAdjustmentsHorizontal, IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect } from "react";
import { getReadOnlyRole } from "../../api/permissions";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { codePaneTexts as texts } from "../../messages/codePaneTexts";
import {
  applyCode,
  discardCode,
  followDesign,
  hasCodeChanges,
  setCodeSettings,
  useCodeSettings,
  useDesignCode,
} from "../../stores/designCode";
import { NARROW_WINDOW } from "../../stores/uiStore";
import { CodePlaceholder } from "../../ui/code/CodePlaceholder";
import { DesignCodeEditor } from "./DesignCodeEditor";
import { PaneEdge } from "./PaneEdge";
import "./codePane.css";

export default function CodePane() {
  useEffect(followDesign, []);
  const loaded = useDesignCode(({ base }) => base !== null);
  const narrow = useMediaQuery(NARROW_WINDOW, matchMedia(NARROW_WINDOW).matches) ?? false;
  const readOnly = narrow || getReadOnlyRole() !== null;
  return (
    <aside className="code-pane" aria-label={texts.label}>
      {!narrow && <PaneEdge />}
      <CodeState readOnly={readOnly} />
      <div className="code-pane-text">
        {loaded ? <DesignCodeEditor readOnly={readOnly} /> : <CodePlaceholder text={`${texts.loading} …`} />}
      </div>
      {!readOnly && <CodeFooter />}
    </aside>
  );
}

/** How code and canvas stand to one another. */
function CodeState({ readOnly }: { readOnly: boolean }) {
  const state = useDesignCode(({ text, written, reading, offline }) => {
    if (offline) return texts.state.offline;
    if (text === written) return readOnly ? texts.state.readOnly : texts.state.same;
    if (!reading) return texts.state.reading;
    return reading.errors.length > 0 ? texts.state.unfinished : texts.state.typed(reading.changes.length);
  });
  const copy = () =>
    navigator.clipboard
      .writeText(useDesignCode.getState().text)
      .then(() => notifyDone(texts.copied))
      .catch(notifyFailure);
  return (
    <header className="code-state">
      {!readOnly && <span className="code-both-ways">{texts.state.bothWays}</span>}
      <span className="code-state-words" role="status">
        {state}
      </span>
      <ActionIcon size={28} aria-label={texts.copy} title={texts.copy} onClick={() => void copy()}>
        <IconCopy size={17} stroke={1.6} />
      </ActionIcon>
      {!readOnly && <CodeOptions />}
    </header>
  );
}

function CodeOptions() {
  const { applyAsTyped, followSelection } = useCodeSettings();
  const check = (on: boolean) => (on ? <IconCheck size={15} stroke={1.8} /> : <span className="code-option-off" />);
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <ActionIcon size={28} aria-label={texts.options} title={texts.options}>
          <IconAdjustmentsHorizontal size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={applyAsTyped}
          leftSection={check(applyAsTyped)}
          onClick={() => setCodeSettings({ applyAsTyped: !applyAsTyped })}
        >
          {texts.applyAsTyped}
        </Menu.Item>
        <Menu.Item
          role="menuitemcheckbox"
          aria-checked={followSelection}
          leftSection={check(followSelection)}
          onClick={() => setCodeSettings({ followSelection: !followSelection })}
        >
          {texts.followSelection}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** What applying would do, before it is done. */
function CodeFooter() {
  const { text, written, reading, conflicts } = useDesignCode();
  const waits = useDesignCode(hasCodeChanges);
  if (text === written) return null;
  const errors = reading?.errors.length ?? 0;
  const words = errors > 0 ? texts.errors(errors) : texts.waiting(reading?.changes.length ?? 0);
  const price = reading ? texts.price(reading.steps_to_run, reading.steps_known) : "";
  return (
    <footer className="code-footer">
      <div className="code-price">
        <b>{words}</b>
        <span>{errors > 0 ? texts.correct : conflicts.length > 0 ? texts.conflicts(conflicts.length) : price}</span>
      </div>
      <Button size="sm" variant="default" onClick={discardCode}>
        {texts.discard}
      </Button>
      <Button size="sm" disabled={!waits} onClick={() => void applyCode()}>
        {texts.apply}
      </Button>
    </footer>
  );
}
