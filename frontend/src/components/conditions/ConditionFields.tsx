/** One condition as fields: comparison and values, by the type of the column. */

import { Select, TagsInput, TextInput } from "@mantine/core";
import type { ColumnType } from "../../api/types";
import type { Condition, ConditionValue, Operator } from "../../graph/conditions";
import { conditions as say } from "../../messages/looking";
import { asValue, carried, operatorsFor, valuesTaken } from "./offered";

interface Props {
  condition: Condition;
  type: ColumnType;
  /** Values to choose from, the commonest first. */
  known: string[];
  onChange: (condition: Condition) => void;
  /** Whether the first field takes the focus. */
  focused?: boolean;
}

export function ConditionFields({ condition, type, known, onChange, focused = false }: Props) {
  const { operator, values } = condition;
  const set = (changed: ConditionValue[]) => onChange({ ...condition, values: changed });
  return (
    <div className="condition-fields">
      <Select
        size="xs"
        data-autofocus={focused || undefined}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        aria-label={say.operator}
        data={operatorsFor(type)}
        value={operator}
        onChange={(to) =>
          to && onChange({ ...condition, operator: to as Operator, values: carried(values, to as Operator) })
        }
      />
      <Values operator={operator} values={values} type={type} known={known} onChange={set} />
    </div>
  );
}

interface ValuesProps {
  operator: Operator;
  values: ConditionValue[];
  type: ColumnType;
  known: string[];
  onChange: (values: ConditionValue[]) => void;
}

const written = (value: ConditionValue | undefined): string =>
  value === null || value === undefined ? "" : String(value);

function Values({ operator, values, type, known, onChange }: ValuesProps) {
  const placeholder = type === "datetime" ? say.time : "";
  switch (valuesTaken(operator)) {
    case "none":
      return null;
    case "many":
      return (
        <TagsInput
          size="xs"
          comboboxProps={{ withinPortal: false }}
          aria-label={say.values}
          placeholder={values.length === 0 ? placeholder || say.typeValues : ""}
          data={type === "boolean" ? [say.yes, say.no] : known}
          value={values.map((value) => (value === null ? say.missing : String(value)))}
          onChange={(texts) => onChange(texts.map((text) => asValue(text, type)))}
          acceptValueOnBlur
          maxDropdownHeight={180}
        />
      );
    case "two":
      return (
        <span className="condition-ends">
          {[say.from, say.to].map((label, at) => (
            <TextInput
              key={label}
              size="xs"
              aria-label={label}
              placeholder={placeholder || `${label.toLowerCase()}, ${say.open}`}
              value={written(values[at])}
              onChange={(event) => {
                const text = event.currentTarget.value;
                const ends = [values[0] ?? null, values[1] ?? null];
                onChange(ends.map((end, place) => (place === at ? (text.trim() ? asValue(text, type) : null) : end)));
              }}
            />
          ))}
        </span>
      );
    default:
      return (
        <TextInput
          size="xs"
          aria-label={say.value}
          placeholder={placeholder}
          value={written(values[0])}
          onChange={(event) => onChange([asValue(event.currentTarget.value, type)])}
        />
      );
  }
}
