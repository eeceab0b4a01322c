/** The keyboard shortcuts, read from the actions themselves. */

import "../styles/later";
import { Modal } from "@mantine/core";
import { actions } from "../actions";
import { shown } from "../actions/keys";
import { text } from "../messages/en";
import { useUi } from "../stores/ui";

const PASTE = { id: "paste", name: text.actions.paste, keys: ["Mod+V"], group: "edit" as const };

export default function Shortcuts() {
  const opened = useUi((ui) => ui.shortcuts);
  const withKeys = [...actions.filter((action) => action.keys?.length), PASTE];
  const groups = Object.entries(text.actionGroups).map(([group, name]) => ({
    name,
    members: withKeys.filter((action) => action.group === group),
  }));
  return (
    <Modal opened={opened} onClose={() => useUi.setState({ shortcuts: false })} title={text.shortcuts.title} size="lg">
      <div className="shortcuts">
        {groups
          .filter(({ members }) => members.length > 0)
          .map(({ name, members }) => (
            <section key={name}>
              <h3 className="caption">{name}</h3>
              {members.map((action) => (
                <div key={action.id} className="shortcut">
                  {action.name}
                  <span>
                    {action.keys!.map((keys) => (
                      <kbd key={keys}>{shown(keys)}</kbd>
                    ))}
                  </span>
                </div>
              ))}
            </section>
          ))}
      </div>
    </Modal>
  );
}
