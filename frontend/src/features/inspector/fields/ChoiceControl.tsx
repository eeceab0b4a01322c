/** Yes or no, and one of a few. */

import { Select, Switch } from "@mantine/core";
import type { Json } from "../../../api/designDocument";
import { formatChoice } from "../../../graph/nodeSubtitle";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { SegmentedSwitch } from "../../../ui/Segments";
import { describeInput } from "./FieldFrame";
import { type ControlProps, defineControl } from "./parameterControl";

export const switchControl = defineControl({ kind: "switch", Control: SwitchControl });

function SwitchControl({ id, value, onChange }: ControlProps<"switch">) {
  return (
    <Switch
      id={id}
      size="sm"
      {...describeInput(id)}
      checked={value === true}
      label={value === true ? texts.inspector.yes : texts.inspector.no}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

const MOST_SEGMENTS = 3;
const MOST_CHARACTERS = 34;

const getOptionValue = (option: Json): string => (typeof option === "string" ? option : JSON.stringify(option));
const toItem = (option: Json) => ({ value: getOptionValue(option), label: formatChoice(getOptionValue(option)) });

export const choiceControl = defineControl({ kind: "choice", Control: ChoiceControl });

/** Few short options lie side by side, more hang in a list. */
function ChoiceControl(props: ControlProps<"choice">) {
  const options = props.field.options;
  const characters = options.reduce<number>((sum, option) => sum + getOptionValue(option).length, 0);
  const few = options.length <= MOST_SEGMENTS && characters <= MOST_CHARACTERS && !props.field.nullable;
  return few ? <SegmentedOptions {...props} options={options} /> : <SelectOptions {...props} options={options} />;
}

type OptionsProps = ControlProps<"choice"> & { options: Json[] };

function SegmentedOptions({ id, field, value, onChange, options }: OptionsProps) {
  return (
    <SegmentedSwitch
      id={id}
      fullWidth
      size="sm"
      aria-label={field.title}
      data={options.map(toItem)}
      value={value === undefined ? "" : getOptionValue(value)}
      onChange={(label) => onChange(options.find((option) => getOptionValue(option) === label))}
    />
  );
}

function SelectOptions({ id, field, value, onChange, options }: OptionsProps) {
  return (
    <Select
      id={id}
      size="sm"
      {...describeInput(id)}
      data={options.map(toItem)}
      value={value === undefined || value === null ? null : getOptionValue(value)}
      placeholder={texts.inspector.notSet}
      allowDeselect={false}
      clearable={field.nullable}
      searchable={options.length > 8}
      maxDropdownHeight={320}
      onChange={(label) => onChange(label === null ? null : options.find((option) => getOptionValue(option) === label))}
    />
  );
}
