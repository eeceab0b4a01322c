/** Keeps the design as it is now under a name. */

import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { postJson } from "../../api/client";
import { queryClient } from "../../api/queries";
import { versionTexts } from "../../messages/versionTexts";
import { flushChanges, useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";

const texts = versionTexts.versions;

export default function NameVersionDialog({ onClose }: { onClose: () => void }) {
  const design = useDesign((store) => store.id);
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const save = async () => {
    await flushChanges();
    await postJson(`/api/designs/${design}/versions`, { name: name.trim(), note });
    await queryClient.invalidateQueries({ queryKey: ["versions", design] });
    useUi.setState({ bottomTab: "history" });
  };
  return (
    <FormDialog
      title={texts.name}
      submitLabel={texts.save}
      incomplete={name.trim() === ""}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput
        label={texts.nameLabel}
        value={name}
        maxLength={200}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={texts.noteLabel}
        placeholder={texts.notePlaceholder}
        rows={3}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
