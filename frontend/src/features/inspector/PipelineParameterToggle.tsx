/** Beside the label of a field: makes it a parameter of the pipeline, and leads to what the pipeline says of it. */

import { ActionIcon } from "@mantine/core";
import { IconPin, IconPinFilled } from "@tabler/icons-react";
import {
  declareEdit,
  findParameterName,
  readDeclarations,
  suggestDeclarationName,
} from "../../graph/pipelineDeclarations";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { changeDesign, useDesign } from "../../stores/designStore";
import { openDialog } from "../../ui/dialogs/dialogStore";
import type { ParameterField } from "./parameterFields";
import "./pipelineParameterToggle.css";

const texts = pipelineTexts.parameter;
/** What a run names by its content is no value: it is an input of the pipeline, or nothing. */
const UNDECLARABLE_KINDS: readonly ParameterField["kind"][] = [
  "artifact",
  "dataset",
  "dataset_version",
  "refreshed",
  "secrets",
];

export function PipelineParameterToggle({ node, field }: { node: string; field: ParameterField }) {
  const name = useDesign((store) => findParameterName(store.document, node, field.name));
  if (UNDECLARABLE_KINDS.includes(field.kind)) return null;
  const declare = () => {
    const declared = readDeclarations(useDesign.getState().document);
    const value = { node, parameter: field.name };
    changeDesign(texts.added(field.title), [
      declareEdit("parameters", suggestDeclarationName(field.title, declared), value),
    ]);
  };
  const change = () =>
    openDialog(async () => ({
      default: (await import("./PipelineParameterDialog")).createPipelineParameterDialog(name!, field),
    }));
  const Icon = name === null ? IconPin : IconPinFilled;
  return (
    <ActionIcon
      size={20}
      className="pipeline-toggle"
      variant={name === null ? "subtle" : "light"}
      color={name === null ? "gray" : undefined}
      aria-pressed={name !== null}
      aria-label={name === null ? texts.make(field.title) : texts.isOne(field.title)}
      title={name === null ? texts.makeHint : texts.isOneHint(name)}
      onClick={name === null ? declare : () => void change()}
    >
      <Icon size={15} stroke={1.6} />
    </ActionIcon>
  );
}
