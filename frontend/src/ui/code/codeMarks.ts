/** What stands beside and below lines of code: what is wrong there and how to put it right, what was typed, what is selected. */

import { type Extension, type Range, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import "./codeMarks.css";

/** From one place to another: lines from 1, columns from 0. */
export interface CodePlace {
  first_line: number;
  first_column: number;
  last_line: number;
  last_column: number;
}

export interface CodeMark {
  place: CodePlace;
  tone: "error" | "problem" | "conflict";
  message: string;
  button: { label: string; press: () => void } | null;
}

export interface CodeMarks {
  marks: readonly CodeMark[];
  /** The lines that were typed, from 1, and the text that stood before a line and is gone. */
  typed: readonly number[];
  gone: ReadonlyMap<number, readonly string[]>;
  /** The first and the last line of what is selected. */
  selected: readonly [number, number] | null;
}

const setMarks = StateEffect.define<CodeMarks>();

export const showMarks = (view: EditorView, marks: CodeMarks): void => view.dispatch({ effects: setMarks.of(marks) });

const marksField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(held, transaction) {
    const effect = transaction.effects.find((one) => one.is(setMarks));
    return effect ? buildDecorations(effect.value as CodeMarks, transaction.state.doc) : held.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function buildDecorations({ marks, typed, gone, selected }: CodeMarks, doc: Text): DecorationSet {
  const found: Range<Decoration>[] = [];
  const addLine = (line: number, name: string) => {
    if (line >= 1 && line <= doc.lines) found.push(Decoration.line({ class: name }).range(doc.line(line).from));
  };
  if (selected) for (let line = selected[0]; line <= selected[1]; line += 1) addLine(line, "cm-selected-node");
  for (const line of typed) addLine(line, "cm-typed-line");
  for (const [line, lines] of gone) {
    const at = line <= doc.lines ? doc.line(line).from : doc.length;
    const side = line <= doc.lines ? -1 : 1;
    found.push(Decoration.widget({ widget: new GoneLines(lines), block: true, side }).range(at));
  }
  for (const mark of marks) found.push(...markPlace(mark, doc));
  return Decoration.set(found, true);
}

function* markPlace(mark: CodeMark, doc: Text): Generator<Range<Decoration>> {
  const [from, to] = [toOffset(doc, mark.place.first_line, mark.place.first_column), toEnd(doc, mark.place)];
  const attributes = { "data-tone": mark.tone };
  if (from < to) yield Decoration.mark({ class: "cm-wrong", attributes }).range(from, to);
  const widget = Decoration.widget({ widget: new MarkNote(mark), block: true, side: 2 });
  yield widget.range(doc.lineAt(to).to);
}

const toOffset = (doc: Text, line: number, column: number): number => {
  const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(from + column, to);
};

/** A statement over many lines is underlined on its first. */
function toEnd(doc: Text, place: CodePlace): number {
  if (place.last_line === place.first_line) return toOffset(doc, place.last_line, place.last_column);
  return doc.line(Math.min(place.first_line, doc.lines)).to;
}

class MarkNote extends WidgetType {
  constructor(private readonly mark: CodeMark) {
    super();
  }

  override eq(other: MarkNote): boolean {
    return other.mark.message === this.mark.message && other.mark.button?.label === this.mark.button?.label;
  }

  override toDOM(view: EditorView): HTMLElement {
    const place = document.createElement("div");
    place.className = "cm-note-place";
    const note = document.createElement("div");
    note.className = "cm-note";
    note.dataset.tone = this.mark.tone;
    note.setAttribute("role", "note");
    const words = document.createElement("span");
    words.textContent = this.mark.message;
    note.append(words);
    const { button } = this.mark;
    if (button) {
      const fix = document.createElement("button");
      fix.type = "button";
      fix.textContent = button.label;
      fix.onclick = () => {
        button.press();
        view.focus();
      };
      note.append(fix);
    }
    place.append(note);
    return place;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

class GoneLines extends WidgetType {
  constructor(private readonly lines: readonly string[]) {
    super();
  }

  override eq(other: GoneLines): boolean {
    return other.lines.join("\n") === this.lines.join("\n");
  }

  override toDOM(): HTMLElement {
    const gone = document.createElement("div");
    gone.className = "cm-gone";
    for (const line of this.lines) {
      const text = document.createElement("del");
      text.textContent = line.trimStart();
      // The margin is no text that was struck out.
      const shown = document.createElement("div");
      shown.append(line.slice(0, line.length - line.trimStart().length), text);
      gone.append(shown);
    }
    return gone;
  }
}

export const codeMarks: Extension = marksField;
