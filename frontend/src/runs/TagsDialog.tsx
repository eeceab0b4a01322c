/** Tags and a note of a run. */

import { Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { versionMessages } from "../messages/versions";
import { notifyFailure } from "../notify";
import { useAbout } from "./about";
import { describe } from "./query";
import { tagsOf } from "./table";

const say = versionMessages.runs;

export default function TagsDialog({ onClose }: { onClose: () => void }) {
  const run = useAbout((store) => store.run);
  const [tags, setTags] = useState(run?.tags.join(", ") ?? "");
  const [note, setNote] = useState(run?.note ?? "");
  if (!run) return null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await describe(run.id, tagsOf(tags), note);
      onClose();
    } catch (error) {
      notifyFailure(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title={say.tagsOf(run.number)}>
      <form className="dialog-form" onSubmit={submit}>
        <TextInput
          label={say.tagsLabel}
          description={say.tagsHelp}
          value={tags}
          data-autofocus
          onChange={(event) => setTags(event.currentTarget.value)}
        />
        <Textarea label={say.note} rows={4} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {versionMessages.versions.cancel}
          </Button>
          <Button type="submit">{versionMessages.versions.save}</Button>
        </Group>
      </form>
    </Modal>
  );
}
