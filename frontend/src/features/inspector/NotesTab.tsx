/** The note of a node: for people, never read by a run. */

import { Textarea } from "@mantine/core";
import { resultTexts as texts } from "../../messages/resultTexts";
import { changeDesign } from "../../stores/designStore";
import { useDebouncedInput } from "../../ui/useDebouncedInput";
import type { InspectorTabProps } from "./tabs/inspectorTab";
import "./dataTab.css";

export function NotesTab({ nodeId, node: { note } }: InspectorTabProps) {
  const draft = useDebouncedInput(note ?? "", (text) =>
    changeDesign(texts.inspector.notes.edit, [{ path: ["nodes", nodeId, "note"], value: text === "" ? null : text }]),
  );
  return (
    <div className="notes-tab">
      <Textarea
        autosize
        minRows={8}
        maxRows={24}
        label={texts.inspector.notes.label}
        placeholder={texts.inspector.notes.placeholder}
        classNames={{ input: "note-input" }}
        value={draft.text}
        onChange={(event) => draft.onChange(event.currentTarget.value)}
        onBlur={draft.commit}
      />
    </div>
  );
}
