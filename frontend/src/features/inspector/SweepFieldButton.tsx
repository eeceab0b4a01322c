/** Beside the label of a field: runs the design with several values of it. */

import { ActionIcon } from "@mantine/core";
import { IconRepeat } from "@tabler/icons-react";
import { SWEPT_KINDS } from "../../graph/parameterSweep";
import { sweepTexts as texts } from "../../messages/sweepTexts";
import { openDialog } from "../../ui/dialogs/dialogStore";
import type { ParameterField } from "./parameterFields";
import "./pipelineParameterToggle.css";

export function SweepFieldButton({ node, field }: { node: string; field: ParameterField }) {
  if (!SWEPT_KINDS.includes(field.kind)) return null;
  const open = () =>
    openDialog(async () => ({
      default: (await import("../runs/SweepDialog")).createSweepDialog(`${node}.${field.name}`),
    }));
  return (
    <ActionIcon
      size={20}
      className="sweep-field-button"
      variant="subtle"
      color="gray"
      aria-label={texts.tryField(field.title)}
      title={texts.tryFieldHint}
      onClick={() => void open()}
    >
      <IconRepeat size={15} stroke={1.6} />
    </ActionIcon>
  );
}
