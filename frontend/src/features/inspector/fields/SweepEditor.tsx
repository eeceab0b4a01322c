/** Several values for one parameter: a range of numbers, or a list. */

import { Checkbox, TagsInput, TextInput } from "@mantine/core";
import type { Json } from "../../../api/designDocument";
import { convertSweep, isSweepRange, type Sweep, type SweepRange } from "../../../graph/parameterSweep";
import { resultTexts } from "../../../messages/resultTexts";
import { tuningTexts as texts } from "../../../messages/tuningTexts";
import { SegmentedSwitch } from "../../../ui/Segments";
import { useDebouncedInput } from "../../../ui/useDebouncedInput";
import { parseNumber } from "../parameterFields";
import { describeInput } from "./FieldFrame";
import type { ControlProps } from "./parameterControl";
import "./sweep.css";

type Props = ControlProps & { value: Json & Sweep };

export default function SweepEditor(props: Props) {
  const { field, value, onChange } = props;
  if (field.kind !== "number") {
    const options = field.kind === "switch" ? [false, true] : field.kind === "choice" ? field.options : undefined;
    return (
      <div className="sweep">
        {options ? <SweepOptions {...props} options={options} /> : <SweepValues {...props} />}
      </div>
    );
  }
  const range = isSweepRange(value);
  return (
    <div className="sweep">
      <SegmentedSwitch
        size="xs"
        aria-label={texts.sweep.form}
        data={[
          { value: "list", label: texts.sweep.list },
          { value: "range", label: texts.sweep.range },
        ]}
        value={range ? "range" : "list"}
        onChange={() => onChange(convertSweep(value, field.whole))}
      />
      {range ? <SweepRangeFields {...props} value={value} /> : <SweepValues {...props} />}
    </div>
  );
}

type RangeProps = ControlProps & { value: Json & SweepRange };

function SweepRangeFields({ id, value, onChange }: RangeProps) {
  const { range } = value;
  const change = (part: Partial<SweepRange["range"]>) => onChange({ range: { ...range, ...part } } as Json);
  return (
    <div className="sweep-range">
      <SweepNumberInput
        id={id}
        label={texts.sweep.from}
        value={range.minimum}
        onChange={(minimum) => change({ minimum })}
      />
      <SweepNumberInput label={texts.sweep.to} value={range.maximum} onChange={(maximum) => change({ maximum })} />
      <SegmentedSwitch
        size="xs"
        aria-label={texts.sweep.scale}
        data={[
          { value: "linear", label: texts.sweep.linear },
          { value: "log", label: texts.sweep.log },
        ]}
        value={range.scale ?? "linear"}
        onChange={(scale) => change({ scale: scale === "log" ? "log" : "linear" })}
      />
    </div>
  );
}

interface SweepNumberInputProps {
  id?: string;
  label: string;
  value: Json;
  onChange: (value: Json) => void;
}

function SweepNumberInput({ id, label, value, onChange }: SweepNumberInputProps) {
  const draft = useDebouncedInput(String(value), (text) => onChange(parseNumber(text) ?? value));
  return (
    <TextInput
      id={id}
      size="sm"
      label={label}
      inputMode="decimal"
      autoComplete="off"
      value={draft.text}
      onChange={(event) => draft.onChange(event.currentTarget.value)}
      onBlur={draft.commit}
      onKeyDown={(event) => event.key === "Enter" && draft.commit()}
    />
  );
}

/** Numbers or texts, each a tag. Texts may hold commas, as layers of a network do: Enter ends them. */
function SweepValues({ id, field, value, onChange }: Props) {
  const numbers = field.kind === "number";
  const list = "list" in value ? (value.list as Json[]) : [];
  return (
    <TagsInput
      id={id}
      size="sm"
      aria-label={texts.sweep.values(field.title)}
      {...describeInput(id)}
      placeholder={texts.sweep.add}
      splitChars={numbers ? [",", ";", " "] : [";"]}
      acceptValueOnBlur
      value={list.map(String)}
      onChange={(texts) => onChange({ list: texts.map((text) => (numbers ? (parseNumber(text) ?? text) : text)) })}
    />
  );
}

function SweepOptions({ field, value, onChange, options }: Props & { options: Json[] }) {
  const list = "list" in value ? (value.list as Json[]) : [];
  const words = resultTexts.inspector;
  const label = (option: Json) => (typeof option === "boolean" ? (option ? words.yes : words.no) : String(option));
  const change = (option: Json, checked: boolean) =>
    onChange({ list: options.filter((one) => (one === option ? checked : list.includes(one))) });
  return (
    <fieldset className="sweep-options" aria-label={texts.sweep.values(field.title)}>
      {options.map((option) => (
        <Checkbox
          key={label(option)}
          size="xs"
          label={label(option)}
          checked={list.includes(option)}
          // The last value stays: a list of none stands for nothing.
          disabled={list.length === 1 && list.includes(option)}
          onChange={(event) => change(option, event.currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
}
