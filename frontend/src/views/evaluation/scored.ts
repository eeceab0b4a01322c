/** The scored rows behind an evaluation: where they are in the design, and how to show some of them. */

import { createContext, useContext } from "react";
import type { Condition } from "../../graph/conditions";
import { connections } from "../../graph/ports";
import { judging as say } from "../../messages/looking";
import { notifyDone } from "../../notify";
import { change, useDesign } from "../../stores/design";
import { outputOf } from "../../stores/run";
import { showResult } from "../../stores/ui";
import { changeLook } from "../dataset/look";
import { fixed } from "../format";

/** The node of the evaluation; null where it stands outside a design. */
export const EvaluationNode = createContext<string | null>(null);

export interface Scored {
  /** Show the rows that satisfy the conditions. */
  show: (conditions: Condition[]) => void;
  /** Have Score Model call rows from this threshold on; null where something else scored them. */
  use: ((threshold: number) => void) | null;
}

const PORTS = ["scored_dataset", "scored_dataset_to_compare"];

/** The scored dataset of the model at this place, or null where it is not known. */
export function useScored(index: number): Scored | null {
  const node = useContext(EvaluationNode);
  const document = useDesign((store) => store.document);
  if (!document || node === null || document.nodes[node]?.module !== "evaluate_model") return null;
  const into = connections(document).filter(({ target }) => target === node);
  const edge = PORTS.flatMap((port) => into.filter(({ input }) => input === port))[index];
  if (!edge || !outputOf(edge.source, edge.output)) return null;
  const scoring = document.nodes[edge.source]?.module === "score_model";
  return {
    show: (conditions) => rowsOf(edge.source, edge.output, conditions),
    use: scoring ? (threshold) => callFrom(edge.source, threshold) : null,
  };
}

function rowsOf(node: string, port: string, conditions: Condition[]): void {
  const output = outputOf(node, port);
  if (!output) return;
  changeLook(output.artifact, { conditions, every: true });
  showResult(node, port);
}

function callFrom(node: string, threshold: number): void {
  // Rounded down, so that the row that the threshold was taken from is still called.
  const value = Math.floor(threshold * 10_000) / 10_000;
  const words = fixed(threshold, 2);
  change(say.thresholdEdit(words), [{ path: ["nodes", node, "parameters", "threshold"], value }]);
  notifyDone(say.used(words));
}
