/** The scored rows behind an evaluation: where they are in the design, and how to show some of them. */

import { createContext, useContext } from "react";
import { isGeneral } from "../../../graph/moduleRoles";
import { listEdges } from "../../../graph/ports";
import type { Condition } from "../../../graph/rowConditions";
import { formatFixed } from "../../../lib/format";
import { notifyDone } from "../../../lib/toasts";
import { evaluationChartTexts as texts } from "../../../messages/chartTexts";
import { useCatalog } from "../../../stores/catalogStore";
import { changeDesign, useDesign } from "../../../stores/designStore";
import { getOutput } from "../../../stores/runStore";
import { showResult } from "../../../stores/uiStore";
import { changeTableViewState } from "../dataset/tableViewState";

/** The node of the evaluation; null where it stands outside a design. */
export const EvaluationNode = createContext<string | null>(null);

export interface ScoredRows {
  /** Show the rows that satisfy the conditions. */
  show: (conditions: Condition[]) => void;
  /** Have Score Model call rows from this threshold on; null where something else scored them. */
  use: ((threshold: number) => void) | null;
}

/** The scored dataset of the model at this place, or null where it is not known. */
export function useScoredRows(index: number): ScoredRows | null {
  const node = useContext(EvaluationNode);
  const document = useDesign((store) => store.document);
  const modules = useCatalog((library) => library.modules);
  const getModule = (name: string) => modules.get(document?.nodes[name]?.module ?? "");
  if (!document || node === null || !isGeneral(getModule(node), "evaluator")) return null;
  const into = listEdges(document).filter(({ target }) => target === node);
  const ports = getModule(node)?.inputs.filter(({ type }) => type === "dataset") ?? [];
  const edge = ports.flatMap(({ name }) => into.filter(({ input }) => input === name))[index];
  if (!edge || !getOutput(edge.source, edge.output)) return null;
  const scoring = isGeneral(getModule(edge.source), "scorer");
  return {
    show: (conditions) => showRows(edge.source, edge.output, conditions),
    use: scoring ? (threshold) => applyThreshold(edge.source, threshold) : null,
  };
}

/** What Score Model calls what it adds. */
const SCORE_COLUMNS = ["Scored Labels", "Scored Probabilities"];
/** On a phone, columns that stay in sight would leave no room for the others. */
const hasRoom = (): boolean => window.matchMedia("(min-width: 760px)").matches;

/**
 * Show the rows of a table of the run that satisfy the conditions: "Keep these rows" is beside them. What they were
 * chosen by and their scores, which are the last columns of the table, stay in front.
 */
export function showRows(node: string, port: string, conditions: Condition[]): void {
  const output = getOutput(node, port);
  if (!output) return;
  const frozen = hasRoom() ? [...conditions.map(({ column }) => column), ...SCORE_COLUMNS] : [];
  changeTableViewState(output.artifact, { conditions, matchesAll: true, frozen });
  showResult(node, port);
}

function applyThreshold(node: string, threshold: number): void {
  // Rounded down, so that the row that the threshold was taken from is still called.
  const value = Math.floor(threshold * 10_000) / 10_000;
  const words = formatFixed(threshold, 2);
  changeDesign(texts.thresholdEdit(words), [{ path: ["nodes", node, "parameters", "threshold"], value }]);
  notifyDone(texts.used(words));
}
