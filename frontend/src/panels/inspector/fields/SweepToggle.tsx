/** Beside the label of a sweepable parameter: one value, or several that Tune Model Hyperparameters tries. */

import { ActionIcon } from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { isSweep, usualSweep } from "../../../graph/sweep";
import type { Json } from "../../../graph/types";
import { tuningMessages as say } from "../../../messages/tuning";
import type { Field } from "../schema";

interface Props {
  field: Field;
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
      aria-label={say.sweep.on(field.title)}
      title={several ? say.sweep.offHint : say.sweep.onHint}
      onClick={() => onChange(several ? undefined : usualSweep(field.schema, value))}
    >
      <IconAdjustmentsHorizontal size={15} stroke={1.6} />
    </ActionIcon>
  );
}
