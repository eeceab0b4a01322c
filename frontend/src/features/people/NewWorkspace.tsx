/** Makes a workspace, and goes there. */

import { Button, Group, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { postJson } from "../../api/client";
import type { Membership } from "../../api/people";
import { notifyFailure } from "../../lib/toasts";
import { peopleTexts as texts } from "../../messages/peopleTexts";
import { switchWorkspace } from "./AccountMenu";
import "../../styles/lazyMantine";
import "../../ui/settings.css";

export default function NewWorkspace({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const make = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const created = await postJson<Membership>("/api/workspaces", { name });
      await switchWorkspace(created.id);
    } catch (error) {
      notifyFailure(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title={texts.workspace.title}>
      <form onSubmit={(event) => void make(event)} className="settings-form">
        <p className="settings-note">{texts.workspace.help}</p>
        <TextInput
          data-autofocus
          label={texts.workspace.name}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" disabled={!name.trim()}>
            {texts.workspace.make}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
