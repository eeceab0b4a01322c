/** Adds a secret, or puts another value in the place of one: what is typed is covered, and never comes back. */

import { Button, Checkbox, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { notifyDone } from "../../lib/toasts";
import { secretTexts as texts } from "../../messages/secretTexts";
import { addSecret, replaceSecret, type Secret } from "../../stores/secretQueries";
import type { Dialog } from "./dialogStore";
import "../../styles/lazyMantine";
import "./secretDialog.css";

interface Props {
  /** The name of a new one, where it is known. */
  name?: string;
  /** The one that gets another value. */
  secret?: Secret;
  onSaved?: (secret: Secret) => void;
  onClose: () => void;
}

/** The dialog for a secret that a node names and that is not there. */
export const createSecretDialog = (name: string): { default: Dialog } => ({
  default: ({ onClose }) => <SecretDialog name={name} onClose={onClose} />,
});

export default function SecretDialog({ name: wanted = "", secret, onSaved, onClose }: Props) {
  const [name, setName] = useState(secret?.name ?? wanted);
  const [value, setValue] = useState("");
  const [shown, setShown] = useState(false);
  const { busy, refusal, attempt, forget } = useSubmit();
  const keep = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      const saved = secret ? await replaceSecret(secret.id, value) : await addSecret(name, value);
      notifyDone(texts.saved(saved.name));
      onSaved?.(saved);
      onClose();
    });
  };
  return (
    <Modal opened onClose={onClose} size={480} title={secret ? texts.replaceTitle(secret.name) : texts.newTitle}>
      <form onSubmit={keep} className="secret-form" autoComplete="off">
        {!secret && (
          <TextInput
            label={texts.name}
            description={texts.nameHelp}
            inputWrapperOrder={SUBMIT_ROW}
            classNames={{ input: "secret-name" }}
            data-autofocus={wanted === "" || undefined}
            maxLength={64}
            spellCheck={false}
            value={name}
            onChange={(event) => {
              forget();
              setName(toVariableName(event.currentTarget.value));
            }}
          />
        )}
        <Textarea
          label={texts.value}
          description={secret ? texts.replaceHelp : texts.valueHelp}
          inputWrapperOrder={SUBMIT_ROW}
          classNames={{ input: shown ? "secret-value" : "secret-value secret-covered" }}
          data-autofocus={secret !== undefined || wanted !== "" || undefined}
          autosize
          minRows={2}
          maxRows={8}
          // The browser's store of passwords has nothing to do with these.
          autoComplete="off"
          data-1p-ignore
          data-lpignore="true"
          spellCheck={false}
          value={value}
          onChange={(event) => {
            forget();
            setValue(event.currentTarget.value);
          }}
        />
        <Checkbox label={texts.show} checked={shown} onChange={(event) => setShown(event.currentTarget.checked)} />
        {refusal && (
          <p className="secret-refusal" role="alert">
            <IconAlertTriangle size={16} stroke={1.7} aria-hidden="true" />
            {refusal}
          </p>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={busy} disabled={value.trim() === "" || name === ""}>
            {texts.save}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** Help stands below, as in the dialog of connections. */
const SUBMIT_ROW: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];

/** What is typed as a name of a variable: capitals, and an underscore for what cannot be in one. */
const toVariableName = (text: string): string => text.toUpperCase().replace(/[\s.-]/g, "_");

/** One request at a time: whether it is under way, and why it was refused. */
function useSubmit() {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState("");
  const attempt = async (what: () => Promise<void>) => {
    setBusy(true);
    setRefusal("");
    try {
      await what();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  return { busy, refusal, attempt, forget: () => setRefusal("") };
}
