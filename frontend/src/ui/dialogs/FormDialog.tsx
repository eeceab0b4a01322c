/** A dialog that asks for something and does it: its fields, why it was refused, and its two buttons. */

import "../../styles/lazyMantine";
import { Button, Group, Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { appTexts } from "../../messages/appTexts";
import { Refusal } from "./Refusal";
import "./form.css";

interface FormDialogProps {
  title: string;
  /** What the button does, as a verb. */
  submitLabel: string;
  /** Whether something is missing that has to be entered first. */
  incomplete?: boolean;
  /** Does it. What it rejects with is shown, and the dialog stays open. */
  onSubmit: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}

export function FormDialog({ title, submitLabel, incomplete = false, onSubmit, onClose, children }: FormDialogProps) {
  const [refusal, setRefusal] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    try {
      await onSubmit();
      onClose();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
      setIsBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title}>
      <form className="dialog-form" onSubmit={submit}>
        {children}
        <Refusal words={refusal} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {appTexts.cancel}
          </Button>
          <Button type="submit" disabled={incomplete} loading={isBusy}>
            {submitLabel}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
