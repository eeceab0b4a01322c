/** How short messages look, and the corner where they stand. */

import "@mantine/core/styles/Notification.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./notices.css";
import { Button, Group } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import { text } from "./messages/en";

export default function Notices() {
  return <Notifications position="bottom-center" limit={4} />;
}

export function showFailure(message: string): void {
  notifications.show({ color: "red", message, autoClose: 9_000, withBorder: true });
}

/** With a button that takes back what was done. */
export function showDone(message: string, undo?: () => void): void {
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
