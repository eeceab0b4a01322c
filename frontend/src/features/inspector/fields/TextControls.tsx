/** Text: one line, several lines, a list of short texts, and JSON for what has no field of its own. */

import { TagsInput, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Json } from "../../../api/designDocument";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { useDebouncedInput } from "../../../ui/useDebouncedInput";
import { describeInput } from "./FieldFrame";
import { type ControlProps, defineControl } from "./parameterControl";

const toText = (value: Json | undefined): string => (value === undefined || value === null ? "" : String(value));

/** An empty text is no text where there may be none, and no value where one is needed. */
const parseText = (text: string, { field }: Pick<ControlProps<"text" | "multiline">, "field">): Json | undefined => {
  if (text !== "") return text;
  if (field.nullable) return null;
  return field.required ? undefined : "";
};

export const textControl = defineControl({ kind: "text", Control: TextControl });

function TextControl(props: ControlProps<"text">) {
  const draft = useDebouncedInput(toText(props.value), (text) => props.onChange(parseText(text, props)));
  return (
    <TextInput
      id={props.id}
      size="sm"
      autoComplete="off"
      {...describeInput(props.id)}
      placeholder={props.field.nullable ? texts.inspector.notSet : undefined}
      value={draft.text}
      onChange={(event) => draft.onChange(event.currentTarget.value)}
      onBlur={draft.commit}
      onKeyDown={(event) => event.key === "Enter" && draft.commit()}
    />
  );
}

export const multilineControl = defineControl({ kind: "multiline", Control: MultilineControl });

function MultilineControl(props: ControlProps<"multiline">) {
  const draft = useDebouncedInput(toText(props.value), (text) => props.onChange(parseText(text, props)));
  return (
    <Textarea
      id={props.id}
      size="sm"
      autosize
      minRows={4}
      maxRows={16}
      classNames={{ input: "field-multiline" }}
      {...describeInput(props.id)}
      value={draft.text}
      onChange={(event) => draft.onChange(event.currentTarget.value)}
      onBlur={draft.commit}
    />
  );
}

export const listControl = defineControl({ kind: "list", Control: ListControl });

function ListControl({ id, value, onChange }: ControlProps<"list">) {
  return (
    <TagsInput
      id={id}
      size="sm"
      {...describeInput(id)}
      placeholder={texts.inspector.list.placeholder}
      acceptValueOnBlur
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={onChange}
    />
  );
}

export const jsonControl = defineControl({ kind: "json", Control: JsonControl });

function JsonControl({ id, value, onChange }: ControlProps<"json">) {
  const [wrong, setWrong] = useState(false);
  const draft = useDebouncedInput(value === undefined ? "" : JSON.stringify(value, null, 2), (text) => {
    try {
      onChange(text.trim() === "" ? undefined : (JSON.parse(text) as Json));
      setWrong(false);
    } catch {
      setWrong(true);
    }
  });
  return (
    <Textarea
      id={id}
      size="sm"
      autosize
      minRows={2}
      maxRows={12}
      classNames={{ input: "field-multiline" }}
      description={wrong ? texts.inspector.json.invalid : texts.inspector.json.help}
      value={draft.text}
      onChange={(event) => draft.onChange(event.currentTarget.value)}
      // What is no JSON yet stays in the field.
      onBlur={() => !wrong && draft.commit()}
    />
  );
}
