/** The values that runs of a trigger are given: fields for what the version declares. */

import { useQuery } from "@tanstack/react-query";
import { pipelineQueries } from "../../api/pipelines";
import type { TriggerFields } from "../../api/triggers";
import { triggerTexts } from "../../messages/triggerTexts";
import { ParameterFields } from "../pipelines/ParameterFields";
import "../inspector/inspectorPane.css";

const texts = triggerTexts.values;
type Values = NonNullable<TriggerFields["parameters"]>;

interface Props {
  pipeline: string;
  version: number | null;
  values: Values;
  onChange: (values: Values) => void;
}

export function ValueFields({ pipeline, version, values, onChange }: Props) {
  const { data: form, error } = useQuery(pipelineQueries.form(pipeline, version));
  if (error) return <p className="trigger-refusal">{error.message}</p>;
  if (!form || form.declarations.parameters.length === 0) return null;
  return (
    <fieldset className="trigger-values">
      <legend>{texts.title}</legend>
      <p className="trigger-help">{texts.help}</p>
      <ParameterFields
        prefix="trigger"
        parameters={form.declarations.parameters}
        values={values}
        getComplaint={() => null} // The dialog shows the refusal, which names the field.
        onChange={(name, value) => {
          const { [name]: _before, ...others } = values;
          onChange(value === undefined ? others : { ...others, [name]: value });
        }}
      />
    </fieldset>
  );
}
