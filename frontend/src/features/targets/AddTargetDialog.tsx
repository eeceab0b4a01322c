/** Adds a cluster: its scheduler, certificates, and where values are exchanged. */

import { Button, Group, Modal, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { navigate } from "../../lib/navigation";
import { targetTexts as texts } from "../../messages/targetTexts";
import { addTarget, type NewTarget } from "../../stores/targetQueries";
import { Callout } from "../../ui/Callout";
import "../../styles/lazyMantine";
import "./addTargetDialog.css";

const EMPTY: NewTarget = { name: "", address: "tls://", exchange: "", ca: "", certificate: "", key: "" };
/** Help stands below, as in the other dialogs. */
const HELP_BELOW: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];

interface Refusal {
  /** The field that it is about, if it is about one. */
  field: keyof NewTarget | undefined;
  message: string;
}
const NO_REFUSAL: Refusal = { field: undefined, message: "" };

/** The server's sentence at its field: "ca: Paste a certificate." is shown below Certificate authority. */
function placeRefusal(message: string): Refusal {
  const [name = "", ...rest] = message.split(": ");
  return name in EMPTY && rest.length > 0
    ? { field: name as keyof NewTarget, message: rest.join(": ") }
    : { field: undefined, message };
}

export default function AddTargetDialog({ onClose }: { onClose: () => void }) {
  const [fields, setFields] = useState(EMPTY);
  const [refusal, setRefusal] = useState<Refusal>(NO_REFUSAL);
  const [busy, setBusy] = useState(false);
  const add = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(NO_REFUSAL);
    addTarget(fields).then(
      ({ name }) => {
        onClose();
        navigate(`/targets/${name}`);
      },
      (error: Error) => {
        setRefusal(placeRefusal(error.message));
        setBusy(false);
      },
    );
  };
  const bind = (name: keyof NewTarget, help: string) => ({
    description: help,
    inputWrapperOrder: HELP_BELOW,
    error: refusal.field === name && refusal.message,
    spellCheck: false,
    value: fields[name],
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((before) => ({ ...before, [name]: value }));
    },
  });
  const pem = { autosize: true, minRows: 2, maxRows: 2, classNames: { input: "target-pem" } };
  return (
    <Modal opened onClose={onClose} size={560} title={texts.newTitle}>
      <form className="target-form" autoComplete="off" onSubmit={add}>
        <TextInput data-autofocus label={texts.name} maxLength={63} {...bind("name", texts.nameHelp)} />
        <TextInput label={texts.address} {...bind("address", texts.addressHelp)} />
        <TextInput label={texts.exchangeLabel} {...bind("exchange", texts.exchangeHelp)} />
        <Textarea label={texts.ca} {...pem} {...bind("ca", texts.pemHelp)} />
        <Textarea label={texts.certificate} {...pem} {...bind("certificate", texts.pemHelp)} />
        <Textarea label={texts.key} {...pem} {...bind("key", texts.keyHelp)} />
        {refusal.message && !refusal.field && <Callout tone="failure">{refusal.message}</Callout>}
        <Group justify="flex-end">
          <Button type="submit" loading={busy} disabled={Object.values(fields).some((one) => one.trim() === "")}>
            {texts.add}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
