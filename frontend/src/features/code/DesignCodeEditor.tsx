/** The editor of the design's code: its marks, what it offers, its keys, and the selection that it shares with the canvas. */

import { autocompletion } from "@codemirror/autocomplete";
import { Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { useEffect, useState } from "react";
import { codePaneTexts as texts } from "../../messages/codePaneTexts";
import { useCatalog } from "../../stores/catalogStore";
import { applyCode, typeCode, useCodeSettings, useDesignCode } from "../../stores/designCode";
import { redoChange, undoChange, useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import CodeEditor from "../../ui/code/CodeEditor";
import { codeMarks, showMarks } from "../../ui/code/codeMarks";
import { createDesignCompletion } from "./codeCompletion";
import { findNodeAtLine, goToNode } from "./goToNode";
import { useCodeMarks } from "./useCodeMarks";

export function DesignCodeEditor({ readOnly }: { readOnly: boolean }) {
  const text = useDesignCode((code) => code.text);
  const [view, setView] = useState<EditorView | null>(null);
  const marks = useCodeMarks();
  useEffect(() => {
    if (view) showMarks(view, marks);
  }, [view, marks]);
  useRevealSelection(view, marks.selected);
  return (
    <CodeEditor
      label={texts.label}
      className="design-code"
      language="python"
      text={text}
      failedLine={null}
      readOnly={readOnly}
      extension={DESIGN_EXTENSION}
      onView={setView}
      onChange={typeCode}
      onBlur={() => {}}
    />
  );
}

/** Bring the lines of what is selected on the canvas into sight, unless they are there or the caret is among them. */
function useRevealSelection(view: EditorView | null, selected: readonly [number, number] | null): void {
  const first = selected?.[0] ?? 0;
  useEffect(() => {
    if (!view || first === 0 || first > view.state.doc.lines || view.hasFocus) return;
    if (!useCodeSettings.getState().followSelection) return;
    view.dispatch({
      effects: EditorView.scrollIntoView(view.state.doc.line(first).from, { y: "nearest", yMargin: 40 }),
    });
  }, [view, first]);
}

const completeDesign = createDesignCompletion(() => ({
  modules: useCatalog.getState().modules,
  listColumns: listColumnsAtLine,
}));

const DESIGN_EXTENSION = [
  codeMarks,
  autocompletion({ override: [completeDesign] }),
  EditorView.lineWrapping,
  Prec.highest(
    keymap.of([
      { key: "Mod-s", run: applyTyped, stopPropagation: true },
      { key: "Mod-Enter", run: applyTyped, stopPropagation: true },
      { key: "F12", run: (view) => goToNode(view, view.state.selection.main.head), stopPropagation: true },
      { key: "Mod-z", run: () => runWhenApplied(undoChange), stopPropagation: true },
      { key: "Mod-y", run: () => runWhenApplied(redoChange), stopPropagation: true },
      { key: "Mod-Shift-z", run: () => runWhenApplied(redoChange), stopPropagation: true },
    ]),
  ),
  EditorView.domEventHandlers({
    mousedown: (event, view) => {
      const at = event.ctrlKey || event.metaKey ? view.posAtCoords({ x: event.clientX, y: event.clientY }) : null;
      return at !== null && goToNode(view, at);
    },
  }),
  EditorView.updateListener.of(({ view, selectionSet, docChanged, transactions }) => {
    if (selectionSet && !docChanged && transactions.some((one) => one.isUserEvent("select"))) selectNodeAtCaret(view);
  }),
];

function applyTyped(): boolean {
  void applyCode();
  return true;
}

/** Where nothing waits to be applied, undo is that of the design: one list for the canvas and the code. */
function runWhenApplied(step: () => void): boolean {
  const { text, written } = useDesignCode.getState();
  if (text !== written) return false;
  step();
  return true;
}

/** The card whose lines the caret is in. */
function selectNodeAtCaret(view: EditorView): void {
  if (!useCodeSettings.getState().followSelection) return;
  const line = view.state.doc.lineAt(view.state.selection.main.head).number;
  const found = findNodeAtLine(line);
  const { selection } = useUi.getState();
  if (found !== null && selection.at(-1) !== found && useDesign.getState().document?.nodes[found])
    useUi.setState({ selection: [found], selectedEdges: [] });
}

/** The columns that arrive at the node of a line, as far as they are known. */
function listColumnsAtLine(line: number): readonly string[] {
  const node = findNodeAtLine(line);
  const { analysis, document } = useDesign.getState();
  const references = node === null ? [] : Object.values(document?.nodes[node]?.inputs ?? {}).flat();
  return [...new Set(references.flatMap((one) => analysis?.schemas[one]?.columns.map(({ name }) => name) ?? []))];
}
