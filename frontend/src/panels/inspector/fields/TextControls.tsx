/** Text: one line, several lines, a list of short texts, and JSON for what has no field of its own. */

import { TagsInput, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useDraft } from "../../../components/useDraft";
import type { Json } from "../../../graph/types";
import { resultsMessages as say } from "../../../messages/results";
import type { ControlProps } from "./FieldControl";
import { helpId } from "./FieldFrame";

const asText = (value: Json | undefined): string => (value === undefined || value === null ? "" : String(value));

/** An empty text is no text where there may be none, and no value where one is needed. */
const meaning = (text: string, { field }: ControlProps): Json | undefined => {
  if (text !== "") return text;
  if (field.nullable) return null;
  return field.required ? undefined : "";
};

export function TextControl(props: ControlProps) {
  const draft = useDraft(asText(props.value), (text) => props.onChange(meaning(text, props)));
  return (
    <TextInput
      id={props.id}
      size="sm"
      autoComplete="off"
      aria-describedby={helpId(props.id)}
      placeholder={props.field.nullable ? say.inspector.notSet : undefined}
      value={draft.text}
      onChange={(event) => draft.onChange(event.currentTarget.value)}
      onBlur={draft.commit}
      onKeyDown={(event) => event.key === "Enter" && draft.commit()}
    />
  );
}

export function MultilineControl(props: ControlProps) {
  const draft = useDraft(asText(props.value), (text) => props.onChange(meaning(text, props)));
  return (
    <Textarea
      id={props.id}
      size="sm"
      autosize
      minRows={4}
      maxRows={16}
      classNames={{ input: "field-multiline" }}
      aria-describedby={helpId(props.id)}
      value={draft.text}
      onChange={(event) => draft.onChange(event.currentTarget.value)}
      onBlur={draft.commit}
    />
  );
}

export function ListControl({ id, value, onChange }: ControlProps) {
  return (
    <TagsInput
      id={id}
      size="sm"
      aria-describedby={helpId(id)}
      placeholder={say.inspector.list.placeholder}
      acceptValueOnBlur
      value={Array.isArray(value) ? value.map(String) : []}
      onChange={onChange}
    />
  );
}

export function JsonControl({ id, value, onChange }: ControlProps) {
  const [wrong, setWrong] = useState(false);
  const draft = useDraft(value === undefined ? "" : JSON.stringify(value, null, 2), (text) => {
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
      description={wrong ? say.inspector.json.invalid : say.inspector.json.help}
      value={draft.text}
      onChange={(event) => draft.onChange(event.currentTarget.value)}
      // What is no JSON yet stays in the field.
      onBlur={() => !wrong && draft.commit()}
    />
  );
}
