/** Small parts that the screens about people share. */

import { Button, CopyButton, Group, Modal } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { refreshPeople } from "../api/people";
import { notifyDone, notifyFailure } from "../lib/toasts";
import { peopleTexts as texts } from "../messages/peopleTexts";
import "../styles/lazyMantine";
import "./settings.css";

/** Do something on the server, say what came of it, and read anew. */
export async function mutate(work: () => Promise<unknown>, message?: string): Promise<boolean> {
  try {
    await work();
    if (message) notifyDone(message);
    return true;
  } catch (error) {
    notifyFailure(error);
    return false;
  } finally {
    await refreshPeople();
  }
}

/** What is shown once: a link or a token, to be copied. */
export function SecretOnce({
  title,
  help,
  value,
  onClose,
}: Record<"title" | "help" | "value", string> & { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={title} size={560}>
      <p className="settings-note">{help}</p>
      <div className="settings-shown">
        <code>{value}</code>
        <CopyButton value={value}>
          {({ copied, copy }) => (
            <Button
              data-autofocus
              variant="default"
              leftSection={copied ? <IconCheck size={16} stroke={1.8} /> : <IconCopy size={16} stroke={1.6} />}
              onClick={copy}
            >
              {copied ? texts.copied : texts.copy}
            </Button>
          )}
        </CopyButton>
      </div>
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose}>{texts.done}</Button>
      </Group>
    </Modal>
  );
}
