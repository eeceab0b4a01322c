/** One condition as fields: comparison and values, by the type of the column. */

import { Select, TagsInput, TextInput } from "@mantine/core";
import type { ColumnType } from "../../api/apiTypes";
import type { Condition, ConditionValue, Operator } from "../../graph/rowConditions";
import { conditionTexts as texts } from "../../messages/chartTexts";
import { carryOverValues, countOperatorValues, listOperators, parseConditionValue } from "./conditionOptions";
import "./conditionFields.css";

interface Props {
  condition: Condition;
  type: ColumnType;
  /** Values to choose from, the commonest first. */
  knownValues: string[];
  onChange: (condition: Condition) => void;
  /** Whether the first field takes the focus. */
  focused?: boolean;
}

export function ConditionFields({ condition, type, knownValues, onChange, focused = false }: Props) {
  const { operator, values } = condition;
  const set = (changed: ConditionValue[]) => onChange({ ...condition, values: changed });
  return (
    <div className="condition-fields">
      <Select
        size="xs"
        data-autofocus={focused || undefined}
        allowDeselect={false}
        comboboxProps={{ withinPortal: false }}
        aria-label={texts.operator}
        data={listOperators(type)}
        value={operator}
        onChange={(to) =>
          to && onChange({ ...condition, operator: to as Operator, values: carryOverValues(values, to as Operator) })
        }
      />
      <ConditionValues operator={operator} values={values} type={type} knownValues={knownValues} onChange={set} />
    </div>
  );
}

interface ConditionValuesProps {
  operator: Operator;
  values: ConditionValue[];
  type: ColumnType;
  knownValues: string[];
  onChange: (values: ConditionValue[]) => void;
}

const formatConditionValue = (value: ConditionValue | undefined): string =>
  value === null || value === undefined ? "" : String(value);

function ConditionValues({ operator, values, type, knownValues, onChange }: ConditionValuesProps) {
  const placeholder = type === "datetime" ? texts.time : "";
  switch (countOperatorValues(operator)) {
    case "none":
      return null;
    case "many":
      return (
        <TagsInput
          size="xs"
          comboboxProps={{ withinPortal: false }}
          aria-label={texts.values}
          placeholder={values.length === 0 ? placeholder || texts.typeValues : ""}
          data={type === "boolean" ? [texts.yes, texts.no] : knownValues}
          value={values.map((value) => (value === null ? texts.missing : String(value)))}
          onChange={(texts) => onChange(texts.map((text) => parseConditionValue(text, type)))}
          acceptValueOnBlur
          maxDropdownHeight={180}
        />
      );
    case "two":
      return (
        <span className="condition-ends">
          {[texts.from, texts.to].map((label, at) => (
            <TextInput
              key={label}
              size="xs"
              aria-label={label}
              placeholder={placeholder || `${label.toLowerCase()}, ${texts.open}`}
              value={formatConditionValue(values[at])}
              onChange={(event) => {
                const text = event.currentTarget.value;
                const ends = [values[0] ?? null, values[1] ?? null];
                onChange(
                  ends.map((end, place) =>
                    place === at ? (text.trim() ? parseConditionValue(text, type) : null) : end,
                  ),
                );
              }}
            />
          ))}
        </span>
      );
    default:
      return (
        <TextInput
          size="xs"
          aria-label={texts.value}
          placeholder={placeholder}
          value={formatConditionValue(values[0])}
          onChange={(event) => onChange([parseConditionValue(event.currentTarget.value, type)])}
        />
      );
  }
}
