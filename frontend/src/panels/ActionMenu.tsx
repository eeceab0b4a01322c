/** The items of a menu, made from actions. */

import { Menu } from "@mantine/core";
import { type Action, isOffered, useEnabled } from "../actions/action";
import { useKeyOf } from "../actions/bindings";
import { perform, shown } from "../actions/keys";

export function ActionMenuItems({ actions }: { actions: readonly (Action | null)[] }) {
  return withoutDoubleLines(actions.filter((action) => action === null || isOffered(action))).map((action, index) =>
    action ? <Item key={action.id} action={action} /> : <Menu.Divider key={`divider ${index}`} />,
  );
}

/** Where nothing stands between two lines, or before the first, one is too many. */
function withoutDoubleLines(items: readonly (Action | null)[]): (Action | null)[] {
  return items.filter((item, at) => item !== null || (items[at - 1] ?? null) !== null);
}

function Item({ action }: { action: Action }) {
  const enabled = useEnabled(action);
  const keys = useKeyOf(action);
  const Icon = action.icon;
  return (
    <Menu.Item
      disabled={!enabled}
      leftSection={Icon ? <Icon size={16} stroke={1.6} /> : <i className="no-icon" />}
      rightSection={keys && <kbd>{shown(keys)}</kbd>}
      onClick={() => void perform(action)}
    >
      {action.name}
    </Menu.Item>
  );
}
