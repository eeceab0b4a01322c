/** CodeMirror with our colors; loaded only when code is edited. */

import { python } from "@codemirror/lang-python";
import { sql } from "@codemirror/lang-sql";
import { EditorState, type Extension, StateEffect, StateField, Transaction } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView } from "@codemirror/view";
import { type RefObject, useEffect, useRef } from "react";
import { codeSetup, formulaSetup } from "./codeSetup";
import { formulaLanguage } from "./formulaLanguage";
import { createWordCompletion } from "./wordCompletion";

/** Writes text in place of what is selected, and goes on from there. */
export type CodeWriter = (text: string) => void;

interface Props {
  label: string;
  /** Of the box around the editor. */
  className?: string;
  language: "python" | "sql" | "r" | "text" | "formula";
  text: string;
  /** The line at which the step failed, from 1. */
  failedLine: number | null;
  /** Whether that line is brought into sight. */
  reveal?: boolean;
  focus?: boolean;
  readOnly?: boolean;
  /** The line to show first. */
  goTo?: number | null;
  /** What is offered while typing, besides what the language knows. */
  words?: readonly string[];
  /** Functions that are offered, as they are called: "round(number, digits)". */
  functions?: readonly string[];
  /** What this editor has besides; always the same object. */
  extension?: Extension;
  /** Gets the editor when it is there, and null when it goes. */
  onView?: (view: EditorView | null) => void;
  /** Gets the way to write at the cursor. */
  writer?: RefObject<CodeWriter | null>;
  onChange: (text: string) => void;
  onBlur: () => void;
}

const LANGUAGES: Partial<Record<Props["language"], () => Extension>> = { python, sql, formula: formulaLanguage };

const setFailedLine = StateEffect.define<number | null>();

/** The failed line; it moves with the text and goes when the line is edited. */
const failedLineField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, transaction) {
    const effect = transaction.effects.find((one) => one.is(setFailedLine));
    if (!effect) return lines.map(transaction.changes);
    const line = effect.value as number | null;
    if (line === null || line < 1 || line > transaction.state.doc.lines) return Decoration.none;
    return Decoration.set(Decoration.line({ class: "cm-failed-line" }).range(transaction.state.doc.line(line).from));
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Changes of the text that come from outside the editor, as an undo on the canvas. */
const EXTERNAL_CHANGE = "elsewhere";

const getStyleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

const NO_WORDS: readonly string[] = [];
const NO_EXTENSION: Extension = [];

/** What lies between the common beginning and the common end of two texts, so that the cursor stays where it is. */
function findChange(before: string, after: string): { from: number; to: number; insert: string } {
  const limit = Math.min(before.length, after.length);
  let start = 0;
  while (start < limit && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < limit - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

function writeAtCursor(view: EditorView, text: string): void {
  view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true });
  view.focus();
}

export default function CodeEditor({
  label,
  className,
  language,
  text,
  failedLine,
  reveal = false,
  focus = false,
  readOnly = false,
  goTo = null,
  words = NO_WORDS,
  functions = NO_WORDS,
  extension = NO_EXTENSION,
  onView,
  writer,
  onChange,
  onBlur,
}: Props) {
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const listeners = useRef({ onChange, onBlur, onView });
  listeners.current = { onChange, onBlur, onView };
  const offered = useRef({ words, functions });
  offered.current = { words, functions };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text that comes later is put in by the effect below
  useEffect(() => {
    const languageData = [{ autocomplete: createWordCompletion(() => offered.current) }];
    const view = new EditorView({
      parent: parent.current!,
      doc: text,
      extensions: [
        EditorView.cspNonce.of(getStyleNonce()),
        extension,
        language === "formula" ? formulaSetup : codeSetup,
        LANGUAGES[language]?.() ?? [],
        failedLineField,
        EditorState.readOnly.of(readOnly),
        EditorView.contentAttributes.of({
          ...{ "aria-label": label, tabindex: "0" },
          // A dialog gives the focus to what has this, and else to its button Close.
          ...(focus ? { "data-autofocus": "" } : {}),
        }),
        EditorState.languageData.of(() => languageData),
        EditorView.updateListener.of((update) => {
          if (update.docChanged && !update.transactions.some((one) => one.isUserEvent(EXTERNAL_CHANGE))) {
            listeners.current.onChange(update.state.doc.toString());
          }
          if (update.focusChanged && !update.view.hasFocus) listeners.current.onBlur();
        }),
      ],
    });
    editor.current = view;
    listeners.current.onView?.(view);
    if (writer) writer.current = (text) => writeAtCursor(view, text);
    // It may come late: whoever is in a field by then stays there.
    if (focus && !document.activeElement?.matches("input, textarea, select")) view.focus();
    if (goTo !== null && goTo <= view.state.doc.lines) {
      const { from } = view.state.doc.line(goTo);
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    }
    return () => {
      listeners.current.onView?.(null);
      view.destroy();
    };
  }, [language, label, focus, readOnly, extension]);

  useEffect(() => {
    const view = editor.current;
    if (!view || view.state.doc.toString() === text) return;
    const changes = findChange(view.state.doc.toString(), text);
    // It is undone where it was done, and not here.
    view.dispatch({ changes, userEvent: EXTERNAL_CHANGE, annotations: Transaction.addToHistory.of(false) });
  }, [text]);

  useEffect(() => {
    const view = editor.current;
    if (!view) return;
    const isInText = reveal && failedLine !== null && failedLine >= 1 && failedLine <= view.state.doc.lines;
    const sight = isInText ? [EditorView.scrollIntoView(view.state.doc.line(failedLine).from)] : [];
    view.dispatch({ effects: [setFailedLine.of(failedLine), ...sight] });
  }, [failedLine, reveal]);

  return <div ref={parent} className={className} />;
}
