/** What happens when a run of the same trigger has not ended. */

import { Select } from "@mantine/core";
import type { ScheduleSettings } from "../../api/triggers";
import { triggerTexts } from "../../messages/triggerTexts";

const texts = triggerTexts.form;

type Overlap = NonNullable<ScheduleSettings["overlap"]>;

const CHOICES = (Object.keys(texts.overlapChoices) as Overlap[]).map((value) => ({
  value,
  label: texts.overlapChoices[value],
}));

export function OverlapField({ value, onChange }: { value: Overlap; onChange: (overlap: Overlap) => void }) {
  return (
    <Select
      label={texts.overlap}
      description={texts.overlapHelp[value]}
      inputWrapperOrder={["label", "input", "description", "error"]}
      allowDeselect={false}
      data={CHOICES}
      value={value}
      onChange={(chosen) => chosen && onChange(chosen as Overlap)}
    />
  );
}
