/** Which pipeline starts this one when a run of it has ended, and how that run has to end. */

import { Select } from "@mantine/core";
import { type PipelineEndSettings, usePipelineNames } from "../../api/triggers";
import { triggerTexts } from "../../messages/triggerTexts";
import { OverlapField } from "./OverlapField";

const texts = triggerTexts.form;

interface Props {
  /** The pipeline that is started. */
  pipeline: string;
  value: PipelineEndSettings;
  onChange: (settings: PipelineEndSettings) => void;
}

export function PipelineEndFields({ pipeline, value, onChange }: Props) {
  const { data: pipelines } = usePipelineNames();
  const others = (pipelines ?? []).filter((one) => one.id !== pipeline);
  const ends = Object.entries(texts.endChoices).map(([id, label]) => ({ value: id, label }));
  return (
    <>
      <div className="trigger-fields">
        <Select
          data-autofocus
          label={texts.pipeline}
          description={pipelines && others.length === 0 ? texts.noPipeline : undefined}
          inputWrapperOrder={["label", "input", "description", "error"]}
          searchable
          data={others.map((one) => ({ value: one.id, label: one.name }))}
          value={value.pipeline || null}
          onChange={(chosen) => onChange({ ...value, pipeline: chosen ?? "" })}
        />
        <Select
          label={texts.after}
          allowDeselect={false}
          data={ends}
          value={value.after ?? "success"}
          onChange={(after) => after && onChange({ ...value, after: after as PipelineEndSettings["after"] })}
        />
      </div>
      <OverlapField value={value.overlap ?? "queue"} onChange={(overlap) => onChange({ ...value, overlap })} />
    </>
  );
}
