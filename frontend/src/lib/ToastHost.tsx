/** How short messages look, and the corner where they stand. */

import "@mantine/core/styles/Notification.layer.css";
import "@mantine/notifications/styles.layer.css";
import "../styles/toasts.css";
import { Button, Group } from "@mantine/core";
import { Notifications, notifications } from "@mantine/notifications";
import { appTexts } from "../messages/appTexts";
import ErrorId from "./ErrorId";

const LOOKS = { withBorder: true, closeButtonProps: { "aria-label": appTexts.close } };

export default function ToastHost() {
  return <Notifications position="bottom-center" limit={4} />;
}

export function showFailureToast(message: string): void {
  notifications.show({ id: `failure-${message}`, color: "red", message, autoClose: 9_000, ...LOOKS });
}

/** An error of the server stays until one has copied its id, for a minute at most. */
export function showServerErrorToast(errorId: string): void {
  const message = <ErrorId id={errorId} />;
  const title = appTexts.failures.server;
  notifications.show({ id: "server-error", color: "red", title, message, autoClose: 60_000, ...LOOKS });
}

/** With a button that takes back what was done. */
export function showDoneToast(message: string, undo?: () => void): void {
  if (undo) showOfferToast(message, appTexts.actions.undo, undo, 9_000);
  else notifications.show({ id: `done-${message}`, message, autoClose: 4_000, ...LOOKS });
}

/** With a button that does something about it; it stays for so many milliseconds. */
export function showOfferToast(message: string, label: string, perform: () => void, isPersistent: number): void {
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
  notifications.show({ id, message: body, autoClose: isPersistent, ...LOOKS });
}
