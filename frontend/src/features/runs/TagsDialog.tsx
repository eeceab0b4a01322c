/** Tags and a note of a run. */

import { Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { notifyFailure } from "../../lib/toasts";
import { versionTexts } from "../../messages/versionTexts";
import { useDialogRun } from "./dialogTarget";
import { parseTags } from "./runColumns";
import { updateRun } from "./runQueries";

const texts = versionTexts.runs;

export default function TagsDialog({ onClose }: { onClose: () => void }) {
  const run = useDialogRun((store) => store.run);
  const [tags, setTags] = useState(run?.tags.join(", ") ?? "");
  const [note, setNote] = useState(run?.note ?? "");
  if (!run) return null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await updateRun(run.id, parseTags(tags), note);
      onClose();
    } catch (error) {
      notifyFailure(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title={texts.tagsOf(run.number)}>
      <form className="dialog-form" onSubmit={submit}>
        <TextInput
          label={texts.tagsLabel}
          description={texts.tagsHelp}
          value={tags}
          data-autofocus
          onChange={(event) => setTags(event.currentTarget.value)}
        />
        <Textarea label={texts.note} rows={4} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {versionTexts.versions.cancel}
          </Button>
          <Button type="submit">{versionTexts.versions.save}</Button>
        </Group>
      </form>
    </Modal>
  );
}
