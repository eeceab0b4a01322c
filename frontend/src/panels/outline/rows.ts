/** What is done with a row of the outline: open, connect, disconnect, mend. */

import type { Analysis, Problem } from "../../api/types";
import { openCard } from "../../canvas/opening";
import { lookAt } from "../../canvas/stage";
import { chooseConnection, chooseConnectionOf } from "../../dialogs/connecting";
import type { OutlineRow } from "../../graph/outline";
import { disconnect } from "../../graph/ports";
import { editing } from "../../messages/editing";
import { change, useDesign } from "../../stores/design";
import { outputOf } from "../../stores/run";
import { select, showResult, useUi } from "../../stores/ui";
import { nameOfNode } from "../problemWords";
import { remedyOf } from "../remedies";

const NONE: readonly Problem[] = [];

/** Problems first, then advice, by node. */
export function problemsOf(analysis: Analysis | null): (node: string) => readonly Problem[] {
  if (!analysis) return () => NONE;
  const found = Map.groupBy([...analysis.problems, ...analysis.advice], ({ node }) => node);
  return (node) => found.get(node) ?? NONE;
}

export const nameable = ({ kind }: OutlineRow): boolean => kind === "node" || kind === "group" || kind === "note";

/** Enter: a card opens, an input offers what it could be connected to, an output shows its result, a problem is mended. */
export function openRow(row: OutlineRow): void {
  switch (row.kind) {
    case "output":
      if (outputOf(row.card, row.port.name)) showResult(row.card, row.port.name);
      else connectRow(row);
      break;
    case "input":
      connectRow(row);
      break;
    case "problem":
      mend(row.problem);
      break;
    default:
      openCard(row.card);
  }
}

/** Offer the ports that fit the row's: of a card, those that fit its first output, else its first input. */
export function connectRow(row: OutlineRow): void {
  if (row.kind === "input" || row.kind === "output") {
    chooseConnection({ node: row.card, port: row.port.name, type: row.port.type, side: row.kind });
    return;
  }
  chooseConnectionOf(row.card);
}

export function disconnectRow(row: Extract<OutlineRow, { kind: "input" }>): void {
  const { document } = useDesign.getState();
  if (!document || !row.edge) return;
  const label = editing.done.disconnected(nameOfNode(row.edge.target), nameOfNode(row.edge.source));
  change(label, disconnect(document, [row.edge]));
}

/** Do what can be done by one press; where nothing can, show the parameter. */
function mend(problem: Problem): void {
  const { node, field } = problem;
  const remedy = remedyOf(problem);
  if (remedy) remedy.apply();
  else if (node !== null) {
    select([node]);
    useUi.setState({ field: field === null ? null : { node, field } });
    lookAt(node);
  }
}
