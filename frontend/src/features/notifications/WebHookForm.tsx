/** A web hook that is added or changed. */

import { Button, Checkbox, Group, Modal, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { patchJson, postJson } from "../../api/client";
import { type NotificationKind, refreshNotifications, type WebHook } from "../../api/notifications";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { notificationTexts } from "../../messages/notificationTexts";
import { peopleTexts } from "../../messages/peopleTexts";
import "../../ui/settings.css";

const texts = notificationTexts.hooks;

interface Props {
  path: string;
  kinds?: readonly NotificationKind[];
  hook?: WebHook;
  onSecret: (secret: string) => void;
  onClose: () => void;
}

export function WebHookForm({ path, kinds, hook, onSecret, onClose }: Props) {
  const [name, setName] = useState(hook?.name ?? "");
  const [url, setUrl] = useState("");
  const [chosen, setChosen] = useState<NotificationKind[]>(hook?.kinds ?? [...(kinds ?? [])]);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const body = { name, ...(url && { url }), ...(kinds && { kinds: chosen }) };
    try {
      if (hook) {
        await patchJson(`${path}/${hook.id}`, body);
        notifyDone(texts.saved);
      } else onSecret((await postJson<{ secret: string }>(path, body)).secret);
      onClose();
    } catch (error) {
      notifyFailure(error);
    } finally {
      await refreshNotifications();
    }
  };
  return (
    <Modal opened onClose={onClose} title={hook ? texts.change(hook.name) : texts.add}>
      <form onSubmit={(event) => void save(event)} className="settings-form">
        <TextInput
          data-autofocus
          label={texts.name}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={texts.address}
          description={hook ? texts.addressKept : texts.addressHelp}
          placeholder={hook?.shown}
          type="url"
          maxLength={2_000}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        {kinds && (
          <Checkbox.Group
            label={texts.events}
            value={chosen}
            onChange={(next) => setChosen(next as NotificationKind[])}
          >
            <div className="settings-choices">
              {kinds.map((kind) => (
                <Checkbox key={kind} value={kind} label={notificationTexts.kinds[kind]} />
              ))}
            </div>
          </Checkbox.Group>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {peopleTexts.cancel}
          </Button>
          <Button type="submit" disabled={!name.trim() || !(hook || url.trim())}>
            {hook ? texts.save : texts.make}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
