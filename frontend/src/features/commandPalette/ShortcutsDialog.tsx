/** The keyboard shortcuts, read from the actions themselves; each can be given another key. */

import "../../styles/lazyMantine";
import { Button, Modal } from "@mantine/core";
import { IconRestore } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { actions } from "../../actions/allActions";
import { appTexts } from "../../messages/appTexts";
import { editorTexts } from "../../messages/editorTexts";
import { useUi } from "../../stores/uiStore";
import { type Action, isOffered } from "../../ui/actions/action";
import { findKeyHolder, getKeys, resetKeyBindings, setKeyBinding, useKeyBindings } from "../../ui/actions/keyBindings";
import { formatKeys, toKeyCombination } from "../../ui/actions/keyboardShortcuts";
import "./shortcutsDialog.css";

const texts = editorTexts.keys;

export default function ShortcutsDialog() {
  const opened = useUi((ui) => ui.shortcutsOpen);
  const [recording, setRecording] = useState<string | null>(null);
  const changed = useKeyBindings();
  const groups = Object.entries(appTexts.actionGroups).map(([group, name]) => ({
    name,
    members: actions.filter((action) => action.group === group && isOffered(action)),
  }));
  const close = () => {
    setRecording(null);
    useUi.setState({ shortcutsOpen: false });
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      closeOnEscape={recording === null}
      title={appTexts.shortcuts.title}
      size={920}
    >
      <div className="shortcuts">
        {groups.map(({ name, members }) => (
          <section key={name}>
            <h3 className="caption shortcuts-caption">{name}</h3>
            {members.map((action) => (
              <ShortcutRow
                key={action.id}
                action={action}
                recording={recording === action.id}
                onRecord={(on) => setRecording(on ? action.id : null)}
              />
            ))}
          </section>
        ))}
      </div>
      {Object.keys(changed).length > 0 && (
        <Button
          variant="default"
          mt={12}
          leftSection={<IconRestore size={15} stroke={1.6} />}
          onClick={resetKeyBindings}
        >
          {texts.resetAll}
        </Button>
      )}
    </Modal>
  );
}

interface ShortcutRowProps {
  action: Action;
  recording: boolean;
  onRecord: (on: boolean) => void;
}

function ShortcutRow({ action, recording, onRecord }: ShortcutRowProps) {
  const changed = useKeyBindings();
  const keys = action.browserKey ? [action.browserKey] : getKeys(action, changed);
  return (
    <div className="shortcut">
      <span className="shortcut-name">{action.name}</span>
      {recording ? (
        <ShortcutRecorder action={action} onDone={() => onRecord(false)} />
      ) : (
        <button
          type="button"
          className="shortcut-keys"
          disabled={action.browserKey !== undefined}
          onClick={() => onRecord(true)}
        >
          <span className="visually-hidden">{`${texts.change(action.name)}, ${keys.map(formatKeys).join(", ") || texts.none}`}</span>
          {keys.map((one) => (
            <kbd key={one} aria-hidden>
              {formatKeys(one)}
            </kbd>
          ))}
          {keys.length === 0 && <span aria-hidden>{texts.none}</span>}
        </button>
      )}
    </div>
  );
}

const MODIFIERS = ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead"];

/** Takes the next key that is pressed; one that another action has is refused, and said whose it is. */
function ShortcutRecorder({ action, onDone }: { action: Action; onDone: () => void }) {
  const [conflictingAction, setTaken] = useState<string | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (MODIFIERS.includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") return onDone();
      const keys = toKeyCombination(event);
      const holder = findKeyHolder(keys, action, actions, useKeyBindings.getState());
      if (holder) return setTaken(texts.taken(formatKeys(keys), holder.name));
      setKeyBinding(action, [keys]);
      onDone();
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, [action, onDone]);
  const give = (keys: string[] | undefined) => {
    setKeyBinding(action, keys);
    onDone();
  };
  return (
    <span className="shortcut-recorder">
      <span role="status">{conflictingAction ?? texts.press}</span>
      <Button size="compact-xs" variant="default" onClick={() => give(undefined)}>
        {texts.reset}
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => give([])}>
        {texts.remove}
      </Button>
    </span>
  );
}
