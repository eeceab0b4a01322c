/** Keeps the design as it is now under a name. */

import { Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { post } from "../api/client";
import { queryClient } from "../api/queries";
import { versionMessages } from "../messages/versions";
import { flushed, useDesign } from "../stores/design";
import { useUi } from "../stores/ui";

const say = versionMessages.versions;

export default function NameVersionDialog({ onClose }: { onClose: () => void }) {
  const design = useDesign((store) => store.id);
  const [name, setName] = useState("");
  const [note, setNote] = useState("");
  const [refusal, setRefusal] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await flushed();
      await post(`/api/designs/${design}/versions`, { name: name.trim(), note });
      await queryClient.invalidateQueries({ queryKey: ["versions", design] });
      useUi.setState({ bottom: "history" });
      onClose();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Modal opened onClose={onClose} title={say.name}>
      <form className="dialog-form" onSubmit={submit}>
        <TextInput
          label={say.nameLabel}
          value={name}
          maxLength={200}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Textarea
          label={say.noteLabel}
          placeholder={say.notePlaceholder}
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
            {say.cancel}
          </Button>
          <Button type="submit" disabled={name.trim() === ""}>
            {say.save}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
