/** The fields of a form that people open by a link: numbers with the bars of the training data, a few choices side by side. */

import { Select, TextInput } from "@mantine/core";
import type { Finding, SharedForm, SignatureFacts } from "../../api/endpoints";
import { formatShort, isNumeric } from "../../lib/format";
import { endpointTexts } from "../../messages/endpointTexts";
import { sharedFormTexts as texts } from "../../messages/sharedFormTexts";
import { SegmentedSwitch } from "../../ui/Segments";
import { parseField } from "./endpointFacts";
import { TrainingBars } from "./TrainingBars";
import "./sharedFields.css";

type Column = SignatureFacts["columns"][number];
/** So many choices, so short together, stand side by side. */
const [SIDE_BY_SIDE, SIDE_BY_SIDE_LETTERS] = [4, 34];

const LABEL = { label: "shared-label" };

interface Props {
  form: SharedForm;
  fields: Record<string, string>;
  warnings: Finding[];
  onChange: (column: string, text: string) => void;
}

export function SharedFields({ form, fields, warnings, onChange }: Props) {
  return (
    <div className="shared-fields">
      {form.signature.columns.map((column) => (
        <Field
          key={column.name}
          column={column}
          bars={form.bars[column.name]}
          text={fields[column.name] ?? ""}
          warning={warnings.find((one) => one.column === column.name)?.message}
          onChange={(text) => onChange(column.name, text)}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  column: Column;
  bars: number[] | undefined;
  text: string;
  warning: string | undefined;
  onChange: (text: string) => void;
}

function Field(props: FieldProps) {
  const { column, text, warning, onChange } = props;
  const choices = column.type === "boolean" ? [endpointTexts.form.yes, endpointTexts.form.no] : column.levels;
  return (
    <div className="shared-field" data-wide={column.type !== "boolean" && !choices ? true : undefined}>
      {choices ? <Choice column={column} choices={choices} text={text} onChange={onChange} /> : <Entry {...props} />}
      {warning && <p className="shared-warning">{warning}</p>}
    </div>
  );
}

function Choice({ column, choices, text, onChange }: Omit<FieldProps, "bars" | "warning"> & { choices: string[] }) {
  const isShort = choices.length <= SIDE_BY_SIDE && choices.join("").length <= SIDE_BY_SIDE_LETTERS;
  if (isShort && choices.includes(text) && !column.missing)
    return (
      <fieldset>
        <legend>{column.name}</legend>
        <SegmentedSwitch fullWidth data={choices} value={text} onChange={onChange} aria-label={column.name} />
      </fieldset>
    );
  return (
    <Select
      classNames={LABEL}
      label={column.name}
      searchable={choices.length > 8}
      allowDeselect={false}
      clearable={column.missing}
      data={[...new Set(text && !choices.includes(text) ? [text, ...choices] : choices)]}
      value={text || null}
      onChange={(value) => onChange(value ?? "")}
    />
  );
}

function Entry({ column, bars, text, onChange }: FieldProps) {
  const value = parseField(text, column.type);
  const { minimum, maximum } = column;
  const hasRange = isNumeric(column.type) && typeof minimum === "number" && typeof maximum === "number";
  return (
    <div className="shared-entry">
      <TextInput
        classNames={LABEL}
        label={column.name}
        inputMode={isNumeric(column.type) ? "decimal" : undefined}
        error={value === undefined ? texts.notNumber : undefined}
        description={hasRange && !bars ? texts.range(formatShort(minimum), formatShort(maximum)) : undefined}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {hasRange && bars && (
        <>
          <TrainingBars bars={bars} low={minimum} high={maximum} value={typeof value === "number" ? value : null} />
          <span className="shared-range">{texts.range(formatShort(minimum), formatShort(maximum))}</span>
        </>
      )}
    </div>
  );
}
