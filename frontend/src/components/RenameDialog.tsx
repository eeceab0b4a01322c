/** Asks for a new name. */

import "../styles/later";
import { Button, Group, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { resultsMessages as say } from "../messages/results";

interface Props {
  title: string;
  name: string;
  onRename: (name: string) => void;
  onClose: () => void;
}

export function RenameDialog({ title, name, onRename, onClose }: Props) {
  const [draft, setDraft] = useState(name);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const next = draft.trim();
    if (next && next !== name) onRename(next);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={save}>
        <TextInput
          data-autofocus
          label={say.home.name}
          maxLength={200}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say.home.cancel}
          </Button>
          <Button type="submit" disabled={draft.trim() === ""}>
            {say.home.save}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
