/** A note on the paper: Markdown, written in place, resized by its corners. */

import { type NodeProps, NodeResizer, type ResizeParams } from "@xyflow/react";
import type { DesignNote } from "../../api/designDocument";
import { snapToGrid } from "../../graph/cardSizes";
import { parseNoteCardId, readNotes, toNoteCardId } from "../../graph/designGroups";
import { editorTexts } from "../../messages/editorTexts";
import { changeDesign, useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import { NoteMarkdown } from "../../ui/NoteMarkdown";
import { useDebouncedInput } from "../../ui/useDebouncedInput";
import { CARD_COLORS, setCardColor, toKnownColor } from "../groups/editGroup";
import { closeToCanvas } from "../viewport";
import "../groups/groupCard.css";
import "./noteCard.css";

const MIN_NOTE_SIZE = { minWidth: 120, minHeight: 56 };

export default function NoteCard({ id: card, selected }: NodeProps) {
  const id = parseNoteCardId(card)!;
  const note = useDesign(({ document }) => document && readNotes(document).get(id));
  const writing = useUi((ui) => ui.editingText === card);
  if (!note) return null;
  return (
    <article
      className={`note tint-${toKnownColor(note.color)} ${selected ? "note-selected" : ""}`}
      aria-label={editorTexts.canvas.note(note.text)}
    >
      <NodeResizer isVisible={selected} {...MIN_NOTE_SIZE} onResizeEnd={(_, size) => resizeNote(id, note, size)} />
      {selected && <NoteColors id={id} now={toKnownColor(note.color)} />}
      {writing ? <NoteEditor id={id} note={note} /> : <NoteText note={note} />}
    </article>
  );
}

function NoteText({ note }: { note: DesignNote }) {
  if (note.text.trim() === "") return <p className="note-empty">{editorTexts.canvas.writeNote}</p>;
  return (
    <div className="note-text">
      <NoteMarkdown text={note.text} />
    </div>
  );
}

function NoteEditor({ id, note }: { id: string; note: DesignNote }) {
  const draft = useDebouncedInput(note.text, (value) =>
    changeDesign(editorTexts.historyLabels.noteWritten, [{ path: ["notes", id, "text"], value }]),
  );
  const done = () => {
    draft.commit();
    if (useUi.getState().editingText === toNoteCardId(id)) useUi.setState({ editingText: null });
  };
  return (
    <textarea
      className="note-editor nodrag nowheel"
      aria-label={editorTexts.canvas.noteText}
      placeholder={editorTexts.canvas.writeNote}
      // biome-ignore lint/a11y/noAutofocus: the field appears because its owner asked to write in it
      autoFocus
      value={draft.text}
      onChange={(event) => draft.onChange(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        closeToCanvas(done);
      }}
    />
  );
}

function NoteColors({ id, now }: { id: string; now: string }) {
  return (
    <div className="note-colors nodrag" role="radiogroup" aria-label={editorTexts.canvas.noteColor}>
      {CARD_COLORS.map((name) => (
        <button
          key={name}
          type="button"
          role="radio"
          aria-checked={name === now}
          aria-label={editorTexts.colors[name]}
          title={editorTexts.colors[name]}
          className={`tint-${name}`}
          onClick={() => setCardColor("notes", id, name)}
        />
      ))}
    </div>
  );
}

function resizeNote(id: string, note: DesignNote, { x, y, width, height }: ResizeParams): void {
  const after = { x: snapToGrid(x), y: snapToGrid(y), width: snapToGrid(width), height: snapToGrid(height) };
  const edits = (["x", "y", "width", "height"] as const)
    .filter((field) => note[field] !== after[field])
    .map((field) => ({ path: ["notes", id, field], value: after[field] }));
  changeDesign(editorTexts.historyLabels.noteResized, edits);
}
