/** What the pipeline says of a field that its runs may set: name, title, limits, and whether the due time sets it. */

import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { useState } from "react";
import {
  declareEdit,
  isDeclarationName,
  type ParameterDeclaration,
  readDeclarations,
  removeDeclarationEdit,
} from "../../graph/pipelineDeclarations";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { changeDesign, useDesign } from "../../stores/designStore";
import type { Dialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import type { ParameterField } from "./parameterFields";

const texts = pipelineTexts.parameter;
type ValueSource = keyof typeof texts.sources;

export const createPipelineParameterDialog =
  (name: string, field: ParameterField): Dialog =>
  ({ onClose }) => {
    const declared = readDeclarations(useDesign.getState().document);
    const [draft, setDraft] = useState<ParameterDeclaration>(declared.parameters[name]!);
    const [newName, setNewName] = useState(name);
    const update = (changes: Partial<ParameterDeclaration>) => setDraft((before) => ({ ...before, ...changes }));
    const isTaken =
      newName !== name && [declared.parameters, declared.inputs, declared.outputs].some((p) => newName in p);
    const isValid = isDeclarationName(newName);
    const save = async () => {
      const renamed = newName === name ? [] : [removeDeclarationEdit("parameters", name)];
      changeDesign(texts.changed(field.title), [...renamed, declareEdit("parameters", newName, draft)]);
    };
    const remove = () => {
      changeDesign(texts.removed(field.title), [removeDeclarationEdit("parameters", name)]);
      onClose();
    };
    return (
      <FormDialog
        title={texts.dialogTitle}
        submitLabel={texts.save}
        incomplete={isTaken || !isValid}
        onSubmit={save}
        onClose={onClose}
      >
        <TextInput
          data-autofocus
          label={texts.name}
          description={texts.nameHelp}
          error={isTaken ? texts.nameTaken : null}
          value={newName}
          onChange={(event) => setNewName(event.currentTarget.value)}
        />
        <TextInput
          label={texts.fieldTitle}
          placeholder={field.title}
          value={draft.title ?? ""}
          onChange={(event) => update({ title: event.currentTarget.value || null })}
        />
        {field.kind === "number" && <Limits draft={draft} onChange={update} />}
        {field.kind === "text" && (
          <Select
            label={texts.source}
            allowDeselect={false}
            data={Object.entries(texts.sources).map(([value, label]) => ({ value, label }))}
            value={draft.due_time ?? "value"}
            onChange={(source) => update({ due_time: toDueTime(source as ValueSource) })}
          />
        )}
        <Button variant="subtle" color="red" justify="flex-start" onClick={remove}>
          {texts.remove}
        </Button>
      </FormDialog>
    );
  };

const toDueTime = (source: ValueSource): ParameterDeclaration["due_time"] => (source === "value" ? null : source);

interface LimitsProps {
  draft: ParameterDeclaration;
  onChange: (changes: Partial<ParameterDeclaration>) => void;
}

function Limits({ draft, onChange }: LimitsProps) {
  const read = (value: number | string) => (typeof value === "number" ? value : null);
  return (
    <>
      <NumberInput
        label={texts.minimum}
        value={draft.minimum ?? ""}
        onChange={(value) => onChange({ minimum: read(value) })}
      />
      <NumberInput
        label={texts.maximum}
        value={draft.maximum ?? ""}
        onChange={(value) => onChange({ maximum: read(value) })}
      />
    </>
  );
}
