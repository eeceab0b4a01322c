/** An action as an icon button. */

import { ActionIcon as Button } from "@mantine/core";
import { tip } from "../components/tip";
import { type Action, isOffered, useEnabled } from "./action";
import { useKeyOf } from "./bindings";
import { shown } from "./keys";

export function ActionIcon({ action, size = 32, label }: { action: Action; size?: number; label?: string }) {
  const enabled = useEnabled(action);
  const keys = useKeyOf(action);
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
      {...tip(keys ? `${name}  ${shown(keys)}` : name)}
    >
      {Icon && <Icon size={size < 32 ? 16 : 18} stroke={1.6} />}
    </Button>
  );
}
