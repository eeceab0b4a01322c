/** A note on the paper: Markdown, written in place, resized by its corners. */

import { type NodeProps, NodeResizer, type ResizeParams } from "@xyflow/react";
import { useDraft } from "../../components/useDraft";
import { noteCard, noteIn, notesOf } from "../../graph/groups";
import { snapped } from "../../graph/sizes";
import type { DesignNote } from "../../graph/types";
import { editing } from "../../messages/editing";
import { change, useDesign } from "../../stores/design";
import { useUi } from "../../stores/ui";
import { COLOURS, colour, colourOf } from "../groups/folding";
import { focusCanvas } from "../stage";
import { Markdown } from "./Markdown";
import "../groups/groups.css";
import "./notes.css";

const SMALLEST = { minWidth: 120, minHeight: 56 };

export default function NoteCard({ id: card, selected }: NodeProps) {
  const id = noteIn(card)!;
  const note = useDesign(({ document }) => document && notesOf(document).get(id));
  const writing = useUi((ui) => ui.writing === card);
  if (!note) return null;
  return (
    <article
      className={`note tint-${colourOf(note.color)} ${selected ? "note-selected" : ""}`}
      aria-label={editing.canvas.note(note.text)}
    >
      <NodeResizer isVisible={selected} {...SMALLEST} onResizeEnd={(_, size) => resize(id, note, size)} />
      {selected && <Colours id={id} now={colourOf(note.color)} />}
      {writing ? <Editor id={id} note={note} /> : <NoteText note={note} />}
    </article>
  );
}

function NoteText({ note }: { note: DesignNote }) {
  if (note.text.trim() === "") return <p className="note-empty">{editing.canvas.writeNote}</p>;
  return (
    <div className="note-text">
      <Markdown text={note.text} />
    </div>
  );
}

function Editor({ id, note }: { id: string; note: DesignNote }) {
  const draft = useDraft(note.text, (value) =>
    change(editing.done.noteWritten, [{ path: ["notes", id, "text"], value }]),
  );
  const done = () => {
    draft.commit();
    if (useUi.getState().writing === noteCard(id)) useUi.setState({ writing: null });
  };
  return (
    <textarea
      className="note-editor nodrag nowheel"
      aria-label={editing.canvas.noteText}
      placeholder={editing.canvas.writeNote}
      // biome-ignore lint/a11y/noAutofocus: the field appears because its owner asked to write in it
      autoFocus
      value={draft.text}
      onChange={(event) => draft.onChange(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        done();
        requestAnimationFrame(focusCanvas);
      }}
    />
  );
}

function Colours({ id, now }: { id: string; now: string }) {
  return (
    <div className="note-colours nodrag" role="radiogroup" aria-label={editing.canvas.noteColour}>
      {COLOURS.map((name) => (
        <button
          key={name}
          type="button"
          role="radio"
          aria-checked={name === now}
          aria-label={editing.colours[name]}
          title={editing.colours[name]}
          className={`tint-${name}`}
          onClick={() => colour("notes", id, name)}
        />
      ))}
    </div>
  );
}

function resize(id: string, note: DesignNote, { x, y, width, height }: ResizeParams): void {
  const after = { x: snapped(x), y: snapped(y), width: snapped(width), height: snapped(height) };
  const edits = (["x", "y", "width", "height"] as const)
    .filter((field) => note[field] !== after[field])
    .map((field) => ({ path: ["notes", id, field], value: after[field] }));
  change(editing.done.noteResized, edits);
}
