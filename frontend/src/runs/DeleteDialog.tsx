/** Asks before a run is deleted: it cannot be brought back. */

import { Button, Group, Modal } from "@mantine/core";
import { versionMessages } from "../messages/versions";
import { notifyDone, notifyFailure } from "../notify";
import { useAbout } from "./about";
import { deleteRun } from "./query";

const say = versionMessages.runs;

export default function DeleteDialog({ onClose }: { onClose: () => void }) {
  const run = useAbout((store) => store.run);
  if (!run) return null;
  const go = async () => {
    onClose();
    try {
      await deleteRun(run.id);
      notifyDone(say.deleted(run.number));
    } catch (error) {
      notifyFailure(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title={say.confirm(run.number)}>
      <p>{say.confirmMore}</p>
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {versionMessages.versions.cancel}
        </Button>
        <Button color="red" onClick={() => void go()}>
          {say.delete}
        </Button>
      </Group>
    </Modal>
  );
}
