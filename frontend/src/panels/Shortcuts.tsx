/** The keyboard shortcuts, read from the actions themselves; each can be given another key. */

import "../styles/later";
import { Button, Modal } from "@mantine/core";
import { IconRestore } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { actions } from "../actions";
import { type Action, isOffered } from "../actions/action";
import { bind, holderOf, keysOf, resetBindings, useBindings } from "../actions/bindings";
import { pressed, shown } from "../actions/keys";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { useUi } from "../stores/ui";
import "./shortcuts.css";

const say = editing.keys;

export default function Shortcuts() {
  const opened = useUi((ui) => ui.shortcuts);
  const [recording, setRecording] = useState<string | null>(null);
  const changed = useBindings();
  const groups = Object.entries(text.actionGroups).map(([group, name]) => ({
    name,
    members: actions.filter((action) => action.group === group && isOffered(action)),
  }));
  const close = () => {
    setRecording(null);
    useUi.setState({ shortcuts: false });
  };
  return (
    <Modal opened={opened} onClose={close} closeOnEscape={recording === null} title={text.shortcuts.title} size={920}>
      <div className="shortcuts">
        {groups.map(({ name, members }) => (
          <section key={name}>
            <h3 className="caption">{name}</h3>
            {members.map((action) => (
              <Row
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
        <Button variant="default" mt={12} leftSection={<IconRestore size={15} stroke={1.6} />} onClick={resetBindings}>
          {say.resetAll}
        </Button>
      )}
    </Modal>
  );
}

interface RowProps {
  action: Action;
  recording: boolean;
  onRecord: (on: boolean) => void;
}

function Row({ action, recording, onRecord }: RowProps) {
  const changed = useBindings();
  const keys = action.browserKey ? [action.browserKey] : keysOf(action, changed);
  return (
    <div className="shortcut">
      <span className="shortcut-name">{action.name}</span>
      {recording ? (
        <Recorder action={action} onDone={() => onRecord(false)} />
      ) : (
        <button
          type="button"
          className="shortcut-keys"
          disabled={action.browserKey !== undefined}
          onClick={() => onRecord(true)}
        >
          <span className="visually-hidden">{`${say.change(action.name)}, ${keys.map(shown).join(", ") || say.none}`}</span>
          {keys.map((one) => (
            <kbd key={one} aria-hidden>
              {shown(one)}
            </kbd>
          ))}
          {keys.length === 0 && <span aria-hidden>{say.none}</span>}
        </button>
      )}
    </div>
  );
}

const MODIFIERS = ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead"];

/** Takes the next key that is pressed; one that another action has is refused, and said whose it is. */
function Recorder({ action, onDone }: { action: Action; onDone: () => void }) {
  const [taken, setTaken] = useState<string | null>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (MODIFIERS.includes(event.key)) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === "Escape") return onDone();
      const keys = pressed(event);
      const holder = holderOf(keys, action, actions, useBindings.getState());
      if (holder) return setTaken(say.taken(shown(keys), holder.name));
      bind(action, [keys]);
      onDone();
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, [action, onDone]);
  const give = (keys: string[] | undefined) => {
    bind(action, keys);
    onDone();
  };
  return (
    <span className="shortcut-recorder">
      <span role="status">{taken ?? say.press}</span>
      <Button size="compact-xs" variant="default" onClick={() => give(undefined)}>
        {say.reset}
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => give([])}>
        {say.remove}
      </Button>
    </span>
  );
}
