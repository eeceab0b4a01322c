/** How short messages look, and the corner where they stand. */

import "@mantine/core/styles/Notification.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./notices.css";
import { Button, Group } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import ErrorId from "./components/ErrorId";
import { text } from "./messages/en";

export default function Notices() {
  return <Notifications position="bottom-center" limit={4} />;
}

export function showFailure(message: string): void {
  notifications.show({ id: `failure-${message}`, color: "red", message, autoClose: 9_000, withBorder: true });
}

/** An error of the server stays until one has copied its id, for a minute at most. */
export function showServerError(errorId: string): void {
  const message = <ErrorId id={errorId} />;
  const title = text.failures.server;
  notifications.show({ id: "server-error", color: "red", title, message, autoClose: 60_000, withBorder: true });
}

/** With a button that takes back what was done. */
export function showDone(message: string, undo?: () => void): void {
  if (undo) showOffer(message, text.actions.undo, undo, 9_000);
  else notifications.show({ id: `done-${message}`, message, autoClose: 4_000, withBorder: true });
}

/** With a button that does something about it; it stays for so many milliseconds. */
export function showOffer(message: string, label: string, perform: () => void, stay: number): void {
  const id = `offer-${message}`;
  const take = () => {
    notifications.hide(id);
    perform();
  };
  const body = (
    <Group justify="space-between" wrap="nowrap">
      {message}
      <Button size="compact-sm" variant="default" onClick={take}>
        {label}
      </Button>
    </Group>
  );
  notifications.show({ id, message: body, autoClose: stay, withBorder: true });
}
