/** Asks before what cannot be taken back. */

import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { text } from "../messages/en";
import { notifyDone, notifyFailure } from "../notify";

interface Question {
  title: string;
  /** What will be missed. */
  children: ReactNode;
  yes: string;
  onYes: () => void;
  onClose: () => void;
}

export function Sure({ title, children, yes, onYes, onClose }: Question) {
  const answer = () => {
    onClose();
    onYes();
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <p>{children}</p>
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {text.cancel}
        </Button>
        <Button color="red" onClick={answer}>
          {yes}
        </Button>
      </Group>
    </Modal>
  );
}

interface Deletion<Name> {
  say: { deleteDo: string; deleteTitle: (name: Name) => string; deleted: (name: Name) => string };
  name: Name;
  children: ReactNode;
  remove: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks whether to delete something, does it, and says so. */
export function ConfirmDelete<Name>({ say, name, children, remove, onClose }: Deletion<Name>) {
  const confirmed = () => void remove().then(() => notifyDone(say.deleted(name)), notifyFailure);
  return (
    <Sure title={say.deleteTitle(name)} yes={say.deleteDo} onYes={confirmed} onClose={onClose}>
      {children}
    </Sure>
  );
}
