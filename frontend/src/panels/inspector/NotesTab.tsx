/** The note of a node: for people, never read by a run. */

import { Textarea } from "@mantine/core";
import { useDraft } from "../../components/useDraft";
import { resultsMessages as say } from "../../messages/results";
import { change } from "../../stores/design";

export function NotesTab({ nodeId, note }: { nodeId: string; note: string | null }) {
  const draft = useDraft(note ?? "", (text) =>
    change(say.inspector.notes.edit, [{ path: ["nodes", nodeId, "note"], value: text === "" ? null : text }]),
  );
  return (
    <div className="notes-tab">
      <Textarea
        autosize
        minRows={8}
        maxRows={24}
        label={say.inspector.notes.label}
        placeholder={say.inspector.notes.placeholder}
        classNames={{ input: "note-input" }}
        value={draft.text}
        onChange={(event) => draft.onChange(event.currentTarget.value)}
        onBlur={draft.commit}
      />
    </div>
  );
}
