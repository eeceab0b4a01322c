/** A text that is there to be copied, with the button that does. */

import { Button, TextInput } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { notifyFailure } from "../lib/toasts";
import { sharingTexts as texts } from "../messages/sharingTexts";
import "./copyField.css";

export function CopyField({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard
      .writeText(value)
      .then(() => setCopied(true))
      .catch(notifyFailure);
  return (
    <div className="copy-field">
      <TextInput
        readOnly
        label={label}
        value={value}
        classNames={{ input: "copy-value" }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant="default"
        leftSection={<IconCopy size={15} stroke={1.6} />}
        aria-label={`${texts.copy}: ${label}`}
        onClick={() => void copy()}
      >
        {copied ? texts.copied : texts.copy}
      </Button>
    </div>
  );
}
