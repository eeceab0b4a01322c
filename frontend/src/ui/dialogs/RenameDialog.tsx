/** Asks for a new name. */

import "../../styles/lazyMantine";
import { Button, Group, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { resultTexts as texts } from "../../messages/resultTexts";

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
          label={texts.home.name}
          maxLength={200}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.home.cancel}
          </Button>
          <Button type="submit" disabled={draft.trim() === ""}>
            {texts.home.save}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
