/** Several values for one parameter: a range of numbers, or a list. */

import { Checkbox, TagsInput, TextInput } from "@mantine/core";
import { Segments } from "../../../components/Segments";
import { useDraft } from "../../../components/useDraft";
import { isRange, otherForm, type Sweep, type SweepRange } from "../../../graph/sweep";
import type { Json } from "../../../graph/types";
import { resultsMessages } from "../../../messages/results";
import { tuningMessages as say } from "../../../messages/tuning";
import { parsedNumber } from "../schema";
import type { ControlProps } from "./FieldControl";
import { helpId } from "./FieldFrame";
import "./sweep.css";

type Props = ControlProps & { value: Json & Sweep };

export default function SweepControl(props: Props) {
  const { field, value, onChange } = props;
  if (field.kind !== "number") {
    const options: Json[] | undefined = field.kind === "switch" ? [false, true] : field.schema.enum;
    return <div className="sweep">{options ? <Options {...props} options={options} /> : <Values {...props} />}</div>;
  }
  const range = isRange(value);
  return (
    <div className="sweep">
      <Segments
        size="xs"
        aria-label={say.sweep.form}
        data={[
          { value: "list", label: say.sweep.list },
          { value: "range", label: say.sweep.range },
        ]}
        value={range ? "range" : "list"}
        onChange={() => onChange(otherForm(value, field.schema.type === "integer"))}
      />
      {range ? <Range {...props} value={value} /> : <Values {...props} />}
    </div>
  );
}

type RangeProps = ControlProps & { value: Json & SweepRange };

function Range({ id, value, onChange }: RangeProps) {
  const { range } = value;
  const change = (part: Partial<SweepRange["range"]>) => onChange({ range: { ...range, ...part } } as Json);
  return (
    <div className="sweep-range">
      <NumberPart id={id} label={say.sweep.from} value={range.minimum} onChange={(minimum) => change({ minimum })} />
      <NumberPart label={say.sweep.to} value={range.maximum} onChange={(maximum) => change({ maximum })} />
      <Segments
        size="xs"
        aria-label={say.sweep.scale}
        data={[
          { value: "linear", label: say.sweep.linear },
          { value: "log", label: say.sweep.log },
        ]}
        value={range.scale ?? "linear"}
        onChange={(scale) => change({ scale: scale === "log" ? "log" : "linear" })}
      />
    </div>
  );
}

interface PartProps {
  id?: string;
  label: string;
  value: Json;
  onChange: (value: Json) => void;
}

function NumberPart({ id, label, value, onChange }: PartProps) {
  const draft = useDraft(String(value), (text) => onChange(parsedNumber(text) ?? value));
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
function Values({ id, field, value, onChange }: Props) {
  const numbers = field.kind === "number";
  const list = "list" in value ? (value.list as Json[]) : [];
  return (
    <TagsInput
      id={id}
      size="sm"
      aria-label={say.sweep.values(field.title)}
      aria-describedby={helpId(id)}
      placeholder={say.sweep.add}
      splitChars={numbers ? [",", ";", " "] : [";"]}
      acceptValueOnBlur
      value={list.map(String)}
      onChange={(texts) => onChange({ list: texts.map((text) => (numbers ? (parsedNumber(text) ?? text) : text)) })}
    />
  );
}

function Options({ field, value, onChange, options }: Props & { options: Json[] }) {
  const list = "list" in value ? (value.list as Json[]) : [];
  const words = resultsMessages.inspector;
  const label = (option: Json) => (typeof option === "boolean" ? (option ? words.yes : words.no) : String(option));
  const change = (option: Json, checked: boolean) =>
    onChange({ list: options.filter((one) => (one === option ? checked : list.includes(one))) });
  return (
    <fieldset className="sweep-options" aria-label={say.sweep.values(field.title)}>
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
