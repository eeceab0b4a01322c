/** The values and data that runs of a trigger are given: fields for what the version declares. */

import { useQuery } from "@tanstack/react-query";
import { pipelineQueries } from "../../api/pipelines";
import type { TriggerFields } from "../../api/triggers";
import { triggerTexts } from "../../messages/triggerTexts";
import { InputField } from "../pipelines/InputField";
import { ParameterFields } from "../pipelines/ParameterFields";
import "../inspector/inspectorPane.css";
import "../pipelines/runPane.css";

const texts = triggerTexts.values;
type Values = NonNullable<TriggerFields["parameters"]>;
type Inputs = NonNullable<TriggerFields["inputs"]>;

interface Props {
  pipeline: string;
  version: number | null;
  values: Values;
  inputs: Inputs;
  onChange: (changes: { parameters: Values } | { inputs: Inputs }) => void;
}

export function ValueFields({ pipeline, version, values, inputs, onChange }: Props) {
  const { data: form, error } = useQuery(pipelineQueries.form(pipeline, version));
  if (error) return <p className="trigger-refusal">{error.message}</p>;
  if (!form) return null;
  const { parameters, inputs: declared } = form.declarations;
  if (parameters.length === 0 && declared.length === 0) return null;
  return (
    <fieldset className="trigger-values">
      <legend>{texts.title}</legend>
      <p className="trigger-help">{texts.help}</p>
      <ParameterFields
        prefix="trigger"
        parameters={parameters}
        values={values}
        getComplaint={() => null} // The dialog shows the refusal, which names the field.
        onChange={(name, value) => {
          const { [name]: _before, ...others } = values;
          onChange({ parameters: value === undefined ? others : { ...others, [name]: value } });
        }}
      />
      {declared.map((input) => (
        <InputField
          key={input.name}
          prefix="trigger-input"
          input={input}
          state={form.inputs[input.name]}
          choice={inputs[input.name]}
          complaint={null}
          onChange={(choice) => {
            const { [input.name]: _before, ...others } = inputs;
            onChange({ inputs: choice === undefined ? others : { ...others, [input.name]: choice } });
          }}
        />
      ))}
    </fieldset>
  );
}
