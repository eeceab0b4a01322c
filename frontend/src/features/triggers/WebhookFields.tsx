/** What requests to a web hook may do. */

import { Checkbox } from "@mantine/core";
import type { WebhookTriggerSettings } from "../../api/triggers";
import { triggerTexts } from "../../messages/triggerTexts";
import { OverlapField } from "./OverlapField";

const texts = triggerTexts.form;

interface Props {
  value: WebhookTriggerSettings;
  onChange: (settings: WebhookTriggerSettings) => void;
}

export function WebhookFields({ value, onChange }: Props) {
  return (
    <>
      <p className="trigger-help">{texts.webhookHelp}</p>
      <Checkbox
        label={texts.takesParameters}
        checked={value.takes_parameters ?? false}
        onChange={(event) => onChange({ ...value, takes_parameters: event.currentTarget.checked })}
      />
      <OverlapField value={value.overlap ?? "allow"} onChange={(overlap) => onChange({ ...value, overlap })} />
    </>
  );
}
