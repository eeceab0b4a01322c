/** The items of a menu, made from actions. */

import { Menu } from "@mantine/core";
import { type Action, isOffered, useActionEnabled } from "./action";
import { useActionKey } from "./keyBindings";
import { formatKeys, performAction } from "./keyboardShortcuts";
import { NoIcon } from "./NoIcon";

export function ActionMenuItems({ actions }: { actions: readonly (Action | null)[] }) {
  return removeDoubleDividers(actions.filter((action) => action === null || isOffered(action))).map((action, index) =>
    action ? <ActionMenuItem key={action.id} action={action} /> : <Menu.Divider key={`divider ${index}`} />,
  );
}

/** Where nothing stands between two lines, or before the first, one is too many. */
function removeDoubleDividers(items: readonly (Action | null)[]): (Action | null)[] {
  return items.filter((item, at) => item !== null || (items[at - 1] ?? null) !== null);
}

function ActionMenuItem({ action }: { action: Action }) {
  const enabled = useActionEnabled(action);
  const keys = useActionKey(action);
  const Icon = action.icon;
  return (
    <Menu.Item
      disabled={!enabled}
      leftSection={Icon ? <Icon size={16} stroke={1.6} /> : <NoIcon size={16} />}
      rightSection={keys && <kbd>{formatKeys(keys)}</kbd>}
      onClick={() => void performAction(action)}
    >
      {action.name}
    </Menu.Item>
  );
}
