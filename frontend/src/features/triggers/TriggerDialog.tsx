/** Adds a trigger, or changes one: what starts the runs, which version runs, and what its name is. */

import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import type { components } from "../../api/schema";
import { createTrigger, type Trigger, type TriggerFields, type TriggerKind, updateTrigger } from "../../api/triggers";
import { triggerTexts } from "../../messages/triggerTexts";
import { type Dialog, openDialog } from "../../ui/dialogs/dialogStore";
import { FormDialog } from "../../ui/dialogs/FormDialog";
import { DataChangeFields } from "./DataChangeFields";
import { PipelineEndFields } from "./PipelineEndFields";
import { ScheduleFields } from "./ScheduleFields";
import { createTriggerDraft, isCompleteTrigger } from "./triggerDraft";
import { ValueFields } from "./ValueFields";
import { WebhookFields } from "./WebhookFields";
import "./triggerDialog.css";

type Pipeline = components["schemas"]["PipelineRead"];

const texts = triggerTexts.form;
const DEFAULT = "default";

export const createTriggerDialog =
  (pipeline: Pipeline, kind: TriggerKind, trigger?: Trigger, others: Trigger[] = []): Dialog =>
  ({ onClose }) => {
    const [draft, setDraft] = useState<TriggerFields>(() => createTriggerDraft(kind, trigger, others));
    const change = (changes: Partial<TriggerFields>) => setDraft((before) => ({ ...before, ...changes }));
    const submit = async () => {
      if (trigger) {
        await updateTrigger(trigger.id, draft);
        return;
      }
      const made = await createTrigger(pipeline.id, draft);
      if (made.secret !== null) {
        const { createHookDialog } = await import("./HookDialog");
        // After this dialog has closed itself.
        queueMicrotask(() => void openDialog(async () => ({ default: createHookDialog(made, made.secret) })));
      }
    };
    return (
      <FormDialog
        title={trigger ? texts.editTitle(trigger.name) : texts.newTitle[kind]}
        submitLabel={trigger ? texts.save : texts.add}
        incomplete={!isCompleteTrigger(draft)}
        onSubmit={submit}
        onClose={onClose}
      >
        {draft.schedule && <ScheduleFields value={draft.schedule} onChange={(schedule) => change({ schedule })} />}
        {draft.data_change && (
          <DataChangeFields value={draft.data_change} onChange={(data_change) => change({ data_change })} />
        )}
        {draft.pipeline_end && (
          <PipelineEndFields
            pipeline={pipeline.id}
            value={draft.pipeline_end}
            onChange={(pipeline_end) => change({ pipeline_end })}
          />
        )}
        {draft.webhook && <WebhookFields value={draft.webhook} onChange={(webhook) => change({ webhook })} />}
        <ValueFields
          pipeline={pipeline.id}
          version={draft.version ?? null}
          values={draft.parameters ?? {}}
          inputs={draft.inputs ?? {}}
          onChange={change}
        />
        <div className="trigger-fields">
          <VersionField pipeline={pipeline} value={draft.version ?? null} onChange={(version) => change({ version })} />
          <TextInput
            label={texts.name}
            placeholder={texts.nameHelp}
            maxLength={100}
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
        </div>
      </FormDialog>
    );
  };

interface VersionFieldProps {
  pipeline: Pipeline;
  value: number | null;
  onChange: (version: number | null) => void;
}

function VersionField({ pipeline, value, onChange }: VersionFieldProps) {
  const versions = pipeline.version_list.filter((one) => one.disabled_at === null || one.version === value);
  return (
    <Select
      label={texts.version}
      allowDeselect={false}
      data={[
        { value: DEFAULT, label: texts.defaultVersion(pipeline.default_version) },
        ...versions.map(({ version }) => ({ value: String(version), label: texts.oneVersion(version) })),
      ]}
      value={value === null ? DEFAULT : String(value)}
      onChange={(chosen) => onChange(chosen === DEFAULT || chosen === null ? null : Number(chosen))}
    />
  );
}
