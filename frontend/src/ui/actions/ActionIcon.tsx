/** An action as an icon button. */

import { ActionIcon as Button } from "@mantine/core";
import { getTooltipProps } from "../tooltip";
import { type Action, isOffered, useActionEnabled } from "./action";
import { useActionKey } from "./keyBindings";
import { formatKeys } from "./keyboardShortcuts";

export function ActionIcon({ action, size = 32, label }: { action: Action; size?: number; label?: string }) {
  const enabled = useActionEnabled(action);
  const keys = useActionKey(action);
  const Icon = action.icon;
  const name = label ?? action.name;
  if (!isOffered(action)) return null;
  return (
    <Button
      variant="subtle"
      size={size}
      aria-label={name}
      aria-disabled={!enabled}
      data-off={!enabled || undefined}
      onClick={() => enabled && void action.perform()}
      {...getTooltipProps(keys ? `${name}  ${formatKeys(keys)}` : name)}
    >
      {Icon && <Icon size={size < 32 ? 16 : 18} stroke={1.6} />}
    </Button>
  );
}
