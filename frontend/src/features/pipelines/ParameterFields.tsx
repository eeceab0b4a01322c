/** The fields of a form for what the version lets a run set: those of the inspector, with the values of the run. */

import { useMemo } from "react";
import type { Json } from "../../api/designDocument";
import type { DeclaredParameter } from "../../api/pipelines";
import { formatShort } from "../../lib/format";
import { pipelineTexts } from "../../messages/pipelineTexts";
import { DraftNodeContext } from "../inspector/draftContext";
import { FieldControl } from "../inspector/fields/FieldControl";
import type { ParameterField } from "../inspector/parameterFields";

const texts = pipelineTexts.form;

interface Props {
  parameters: readonly DeclaredParameter[];
  values: Record<string, Json>;
  getComplaint: (name: string) => string | null;
  onChange: (name: string, value: Json | undefined) => void;
  /** Another one for a dialog over a page that has these fields itself. */
  prefix?: string;
}

export function ParameterFields({ parameters, values, getComplaint, onChange, prefix = "draft" }: Props) {
  const draft = useMemo(
    () => ({
      parameters: values,
      inputs: {},
      prefix,
      set: (field: ParameterField, value: Json | undefined) => onChange(field.name, value),
    }),
    [values, onChange, prefix],
  );
  return (
    <DraftNodeContext.Provider value={draft}>
      {parameters.map((declared) => (
        <FieldControl key={declared.name} node="" field={toField(declared)} complaint={getComplaint(declared.name)} />
      ))}
    </DraftNodeContext.Provider>
  );
}

/** The field under the name and with the default of the declaration; it shows whatever the others are. */
function toField(declared: DeclaredParameter): ParameterField {
  const range = describeRange(declared.widget);
  const help = declared.due_time ? texts.dueTime : (range ?? declared.widget.help);
  return {
    ...declared.widget,
    name: declared.name,
    title: declared.title,
    default: declared.default,
    required: false,
    sweepable: false,
    shown_when: {},
    hidden_when: {},
    help,
  } as ParameterField;
}

/** Beyond this a limit is that of the machine, and tells nobody anything. */
const LARGEST_TOLD = 1_000_000;

function describeRange(widget: DeclaredParameter["widget"]): string | null {
  if (widget.kind !== "number") return null;
  const low = widget.minimum ?? widget.exclusive_minimum;
  const limit = widget.maximum ?? widget.exclusive_maximum;
  const high = limit !== null && limit <= LARGEST_TOLD ? limit : null;
  if (low !== null && high !== null) return texts.range(formatShort(low), formatShort(high));
  if (low !== null) return texts.atLeast(formatShort(low));
  return high !== null ? texts.atMost(formatShort(high)) : null;
}
