/** Short messages in the corner: what failed and why, and what was done with the way back. */

import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { text } from "./messages/en";

export function notifyFailure(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  notifications.show({ color: "red", message, autoClose: 9_000, withBorder: true });
}

/** Say that something is done, with a button that takes it back. */
export function notifyDone(message: string, undo?: () => void): void {
  const id = `done-${message}`;
  const takeBack = () => {
    notifications.hide(id);
    undo?.();
  };
  const body = undo ? (
    <Group justify="space-between" wrap="nowrap">
      {message}
      <Button size="compact-sm" variant="default" onClick={takeBack}>
        {text.actions.undo}
      </Button>
    </Group>
  ) : (
    message
  );
  notifications.show({ id, message: body, autoClose: undo ? 9_000 : 4_000, withBorder: true });
}
