/** Tags and a note of a run. */

import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { versionTexts } from "../../messages/versionTexts";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { useDialogRun } from "./dialogTarget";
import { parseTags } from "./runColumns";
import { updateRun } from "./runQueries";

const texts = versionTexts.runs;

export default function TagsDialog({ onClose }: { onClose: () => void }) {
  const run = useDialogRun((store) => store.run);
  const [tags, setTags] = useState(run?.tags.join(", ") ?? "");
  const [note, setNote] = useState(run?.note ?? "");
  if (!run) return null;
  return (
    <FormDialog
      title={texts.tagsOf(run.number)}
      submitLabel={versionTexts.versions.save}
      onSubmit={() => updateRun(run.id, parseTags(tags), note)}
      onClose={onClose}
    >
      <TextInput
        label={texts.tagsLabel}
        description={texts.tagsHelp}
        value={tags}
        data-autofocus
        onChange={(event) => setTags(event.currentTarget.value)}
      />
      <Textarea label={texts.note} rows={4} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
    </FormDialog>
  );
}
