/** A web hook that is added or changed. */

import { Button, Checkbox, Group, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { patch, post } from "../api/client";
import { notifications } from "../messages/notifications";
import { people } from "../messages/people";
import { notifyDone, notifyFailure } from "../notify";
import { type Hook, type Kind, refresh } from "./api";

const say = notifications.hooks;

interface Props {
  path: string;
  kinds?: readonly Kind[];
  hook?: Hook;
  onSecret: (secret: string) => void;
  onClose: () => void;
}

export function HookForm({ path, kinds, hook, onSecret, onClose }: Props) {
  const [name, setName] = useState(hook?.name ?? "");
  const [url, setUrl] = useState("");
  const [chosen, setChosen] = useState<Kind[]>(hook?.kinds ?? [...(kinds ?? [])]);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const body = { name, ...(url && { url }), ...(kinds && { kinds: chosen }) };
    try {
      if (hook) {
        await patch(`${path}/${hook.id}`, body);
        notifyDone(say.saved);
      } else onSecret((await post<{ secret: string }>(path, body)).secret);
      onClose();
    } catch (error) {
      notifyFailure(error);
    } finally {
      await refresh();
    }
  };
  return (
    <Modal opened onClose={onClose} title={hook ? say.change(hook.name) : say.add}>
      <form onSubmit={(event) => void save(event)} className="people-form">
        <TextInput
          data-autofocus
          label={say.name}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={say.address}
          description={hook ? say.addressKept : say.addressHelp}
          placeholder={hook?.shown}
          type="url"
          maxLength={2_000}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        {kinds && (
          <Checkbox.Group label={say.told} value={chosen} onChange={(next) => setChosen(next as Kind[])}>
            <div className="people-choices">
              {kinds.map((kind) => (
                <Checkbox key={kind} value={kind} label={notifications.kinds[kind]} />
              ))}
            </div>
          </Checkbox.Group>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {people.cancel}
          </Button>
          <Button type="submit" disabled={!name.trim() || !(hook || url.trim())}>
            {hook ? say.save : say.make}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
