/** What is done with a row of the outline: open, connect, disconnect, mend. */

import type { Analysis, Problem } from "../../../api/apiTypes";
import { openConnectDialog, openConnectDialogOfNode } from "../../../canvas/openConnectDialog";
import { openCard } from "../../../canvas/openNode";
import { findQuickFix } from "../../../canvas/quickFixes";
import { centerOnNode } from "../../../canvas/viewport";
import type { OutlineRowModel } from "../../../graph/outlineRows";
import { removeEdges } from "../../../graph/ports";
import { editorTexts } from "../../../messages/editorTexts";
import { changeDesign, useDesign } from "../../../stores/designStore";
import { getNodeName } from "../../../stores/nodeNames";
import { getOutput } from "../../../stores/runStore";
import { selectCards, showResult, useUi } from "../../../stores/uiStore";

const NONE: readonly Problem[] = [];

/** Problems first, then advice, by node. */
export function groupProblemsByNode(analysis: Analysis | null): (node: string) => readonly Problem[] {
  if (!analysis) return () => NONE;
  const found = Map.groupBy([...analysis.problems, ...analysis.advice], ({ node }) => node);
  return (node) => found.get(node) ?? NONE;
}

export const isNameable = ({ kind }: OutlineRowModel): boolean =>
  kind === "node" || kind === "group" || kind === "note";

/** Enter: a card opens, an input offers what it could be connected to, an output shows its result, a problem is mended. */
export function openRow(row: OutlineRowModel): void {
  switch (row.kind) {
    case "output":
      if (getOutput(row.card, row.port.name)) showResult(row.card, row.port.name);
      else openConnectDialogOfRow(row);
      break;
    case "input":
      openConnectDialogOfRow(row);
      break;
    case "problem":
      fixOrShowProblem(row.problem);
      break;
    default:
      openCard(row.card);
  }
}

/** Offer the ports that fit the row's: of a card, those that fit its first output, else its first input. */
export function openConnectDialogOfRow(row: OutlineRowModel): void {
  if (row.kind === "input" || row.kind === "output") {
    openConnectDialog({ node: row.card, port: row.port.name, type: row.port.type, side: row.kind });
    return;
  }
  openConnectDialogOfNode(row.card);
}

export function disconnectRow(row: Extract<OutlineRowModel, { kind: "input" }>): void {
  const { document } = useDesign.getState();
  if (!document || !row.edge) return;
  const label = editorTexts.historyLabels.disconnected(getNodeName(row.edge.target), getNodeName(row.edge.source));
  changeDesign(label, removeEdges(document, [row.edge]));
}

/** Do what can be done by one press; where nothing can, show the parameter. */
function fixOrShowProblem(problem: Problem): void {
  const { node, field } = problem;
  const remedy = findQuickFix(problem);
  if (remedy) remedy.apply();
  else if (node !== null) {
    selectCards([node]);
    useUi.setState({ focusedField: field === null ? null : { node, field } });
    centerOnNode(node);
  }
}
