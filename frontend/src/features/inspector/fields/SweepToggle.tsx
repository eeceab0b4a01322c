/** Beside the label of a sweepable parameter: one value, or several that Tune Model Hyperparameters tries. */

import { ActionIcon } from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import type { Json } from "../../../api/designDocument";
import { isSweep, suggestSweep } from "../../../graph/parameterSweep";
import { tuningTexts as texts } from "../../../messages/tuningTexts";
import type { ParameterField } from "../parameterFields";

interface Props {
  field: ParameterField;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}

export function SweepToggle({ field, value, onChange }: Props) {
  const several = isSweep(value);
  return (
    <ActionIcon
      size={20}
      className="sweep-toggle"
      variant={several ? "light" : "subtle"}
      color={several ? undefined : "gray"}
      aria-pressed={several}
      aria-label={texts.sweep.on(field.title)}
      title={several ? texts.sweep.offHint : texts.sweep.onHint}
      onClick={() => onChange(several ? undefined : suggestSweep(field, value))}
    >
      <IconAdjustmentsHorizontal size={15} stroke={1.6} />
    </ActionIcon>
  );
}
