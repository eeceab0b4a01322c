/** Asks before what cannot be taken back. */

import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { notifyDone, notifyFailure } from "../lib/toasts";
import { appTexts } from "../messages/appTexts";

interface ConfirmDialogProps {
  title: string;
  /** What will be missed. */
  children: ReactNode;
  confirmLabel: string;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDialog({ title, children, confirmLabel, onConfirm, onClose }: ConfirmDialogProps) {
  const answer = () => {
    onClose();
    onConfirm();
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <p>{children}</p>
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {appTexts.cancel}
        </Button>
        <Button color="red" onClick={answer}>
          {confirmLabel}
        </Button>
      </Group>
    </Modal>
  );
}

interface ConfirmDeleteProps<Name> {
  deleteTexts: { deleteDo: string; deleteTitle: (name: Name) => string; deleted: (name: Name) => string };
  name: Name;
  children: ReactNode;
  onDelete: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks whether to delete something, does it, and says so. */
export function ConfirmDelete<Name>({ deleteTexts, name, children, onDelete, onClose }: ConfirmDeleteProps<Name>) {
  const confirmed = () => void onDelete().then(() => notifyDone(deleteTexts.deleted(name)), notifyFailure);
  return (
    <ConfirmDialog
      title={deleteTexts.deleteTitle(name)}
      confirmLabel={deleteTexts.deleteDo}
      onConfirm={confirmed}
      onClose={onClose}
    >
      {children}
    </ConfirmDialog>
  );
}
