/** A number as text that is checked while it is typed; arrow keys step it. */

import { TextInput } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { useDebouncedInput } from "../../../ui/useDebouncedInput";
import { parseNumber, validateValue } from "../parameterFields";
import { describeInput } from "./FieldFrame";
import { type ControlProps, defineControl } from "./parameterControl";

export const numberControl = defineControl({ kind: "number", Control: NumberControl });

function NumberControl({ id, field, value, onChange }: ControlProps<"number">) {
  const draft = useDebouncedInput(value === undefined || value === null ? "" : String(value), (text) =>
    onChange(meaning(text)),
  );
  const meaning = (text: string) => parseNumber(text) ?? (field.nullable ? null : undefined);
  const step = field.whole ? 1 : getNumberStep(value);
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") draft.commit();
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
    const current = parseNumber(draft.text);
    if (direction === 0 || typeof current !== "number") return;
    event.preventDefault();
    const next = Number((current + direction * step).toPrecision(12));
    if (validateValue(field, next) === null) draft.onChange(String(next));
  };
  return (
    <TextInput
      id={id}
      size="sm"
      inputMode="decimal"
      autoComplete="off"
      {...describeInput(id)}
      error={validateValue(field, value) !== null}
      placeholder={field.nullable ? texts.inspector.notSet : undefined}
      value={draft.text}
      onChange={(event) => draft.onChange(event.currentTarget.value)}
      onBlur={draft.commit}
      onKeyDown={press}
    />
  );
}

/** A tenth of the value's own size: 0.05 for 0.7, 1 for 12.5. */
function getNumberStep(value: unknown): number {
  const size = typeof value === "number" && value !== 0 ? Math.abs(value) : 1;
  return size <= 1 && size >= 0.1 ? 0.05 : 10 ** Math.floor(Math.log10(size) - 1);
}
