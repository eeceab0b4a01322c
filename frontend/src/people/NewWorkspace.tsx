/** Makes a workspace, and goes there. */

import { Button, Group, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { post } from "../api/client";
import { people as say } from "../messages/people";
import { notifyFailure } from "../notify";
import { goTo } from "./AccountMenu";
import type { Membership } from "./api";
import "../styles/later";

export default function NewWorkspace({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState("");
  const make = async (event: FormEvent) => {
    event.preventDefault();
    try {
      const made = await post<Membership>("/api/workspaces", { name });
      await goTo(made.id);
    } catch (error) {
      notifyFailure(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title={say.workspace.title}>
      <form onSubmit={(event) => void make(event)} className="people-form">
        <p className="people-note">{say.workspace.help}</p>
        <TextInput
          data-autofocus
          label={say.workspace.name}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say.cancel}
          </Button>
          <Button type="submit" disabled={!name.trim()}>
            {say.workspace.make}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
