/** Yes or no, and one of a few. */

import { Select, Switch } from "@mantine/core";
import { Segments } from "../../../components/Segments";
import type { Json } from "../../../graph/types";
import { resultsMessages as say } from "../../../messages/results";
import type { ControlProps } from "./FieldControl";
import { helpId } from "./FieldFrame";

export function SwitchControl({ id, value, onChange }: ControlProps) {
  return (
    <Switch
      id={id}
      size="sm"
      aria-describedby={helpId(id)}
      checked={value === true}
      label={value === true ? say.inspector.yes : say.inspector.no}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

const MOST_SEGMENTS = 3;
const MOST_CHARACTERS = 34;

const labelOf = (option: Json): string => (typeof option === "string" ? option : JSON.stringify(option));

/** Few short options lie side by side, more hang in a list. */
export function ChoiceControl(props: ControlProps) {
  const options = props.field.schema.enum ?? [];
  const characters = options.reduce<number>((sum, option) => sum + labelOf(option).length, 0);
  const few = options.length <= MOST_SEGMENTS && characters <= MOST_CHARACTERS && !props.field.nullable;
  return few ? <SideBySide {...props} options={options} /> : <Options {...props} options={options} />;
}

type OptionsProps = ControlProps & { options: Json[] };

function SideBySide({ id, field, value, onChange, options }: OptionsProps) {
  return (
    <Segments
      id={id}
      fullWidth
      size="sm"
      aria-label={field.title}
      data={options.map((option) => ({ value: labelOf(option), label: labelOf(option) }))}
      value={value === undefined ? "" : labelOf(value)}
      onChange={(label) => onChange(options.find((option) => labelOf(option) === label))}
    />
  );
}

function Options({ id, field, value, onChange, options }: OptionsProps) {
  return (
    <Select
      id={id}
      size="sm"
      aria-describedby={helpId(id)}
      data={options.map(labelOf)}
      value={value === undefined || value === null ? null : labelOf(value)}
      placeholder={say.inspector.notSet}
      allowDeselect={false}
      clearable={field.nullable}
      searchable={options.length > 8}
      maxDropdownHeight={320}
      onChange={(label) => onChange(label === null ? null : options.find((option) => labelOf(option) === label))}
    />
  );
}
