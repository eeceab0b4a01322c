/** From a word of the code to the card that it means: F12, or a click with Ctrl. */

import { EditorView } from "@codemirror/view";
import { centerOnNode } from "../../canvas/viewport";
import { useDesignCode } from "../../stores/designCode";
import { useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";

/** The card whose lines a line is among. */
export function findNodeAtLine(line: number): string | null {
  const { lines } = useDesignCode.getState();
  return Object.keys(lines).find((node) => lines[node]![0] <= line && line <= lines[node]![1]) ?? null;
}

/** Where a variable gets its value: the place of its first letter. */
export function findAssignment(text: string, variable: string): number | null {
  const found = new RegExp(`^[ \\t]*(?=${variable} = )`, "m").exec(text);
  return found ? found.index + found[0].length : null;
}

/** Go to the line that a variable comes from, and bring its card to the middle; elsewhere, the card of the line. */
export function goToNode(view: EditorView, at: number): boolean {
  const word = view.state.wordAt(at);
  const name = word ? view.state.sliceDoc(word.from, word.to) : "";
  const source = /^[A-Za-z_]\w*$/.test(name) ? findAssignment(view.state.doc.toString(), name) : null;
  const place = source ?? at;
  const node = findNodeAtLine(view.state.doc.lineAt(place).number);
  if (node === null) return false;
  view.dispatch({
    selection: { anchor: place },
    effects: EditorView.scrollIntoView(place, { y: "nearest", yMargin: 60 }),
  });
  if (useDesign.getState().document?.nodes[node]) {
    useUi.setState({ selection: [node], selectedEdges: [] });
    centerOnNode(node);
  }
  return true;
}
