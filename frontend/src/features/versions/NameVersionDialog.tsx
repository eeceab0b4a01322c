/** Keeps the design as it is now under a name. */

import { Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { postJson } from "../../api/client";
import { queryClient } from "../../api/queries";
import { versionTexts } from "../../messages/versionTexts";
import { flushChanges, useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";

const texts = versionTexts.versions;

export default function NameVersionDialog({ onClose }: { onClose: () => void }) {
  const design = useDesign((store) => store.id);
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const [refusal, setRefusal] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await flushChanges();
      await postJson(`/api/designs/${design}/versions`, { name: name.trim(), note });
      await queryClient.invalidateQueries({ queryKey: ["versions", design] });
      useUi.setState({ bottomTab: "history" });
      onClose();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Modal opened onClose={onClose} title={texts.name}>
      <form className="dialog-form" onSubmit={submit}>
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
        {refusal && (
          <p className="dialog-refusal" role="alert">
            {refusal}
          </p>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" disabled={name.trim() === ""}>
            {texts.save}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
