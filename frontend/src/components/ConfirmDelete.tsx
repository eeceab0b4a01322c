/** Asks before something is deleted that cannot be brought back. */

import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { notifyDone, notifyFailure } from "../notify";

interface Props {
  say: { cancel: string; deleteDo: string; deleteTitle: (name: string) => string; deleted: (name: string) => string };
  name: string;
  /** What will be missed. */
  children: ReactNode;
  remove: () => Promise<unknown>;
  onClose: () => void;
}

export function ConfirmDelete({ say, name, children, remove, onClose }: Props) {
  const confirm = async () => {
    onClose();
    try {
      await remove();
      notifyDone(say.deleted(name));
    } catch (error) {
      notifyFailure(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title={say.deleteTitle(name)}>
      <p>{children}</p>
      <Group mt="md" justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {say.cancel}
        </Button>
        <Button color="red" onClick={() => void confirm()}>
          {say.deleteDo}
        </Button>
      </Group>
    </Modal>
  );
}
