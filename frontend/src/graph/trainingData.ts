/** What a learner, which has no data of its own, will be trained on. */

import type { Design } from "../api/designDocument";
import { getReferences, listEdges } from "./ports";

/** In the place of a port: what a learner is trained on, by the module that it is connected to. */
export const TRAINING_DATA = "training data";

/** The data of the nearest module behind this one that has any; a learner may be wrapped several times. */
export function findTrainingData(design: Design, nodeId: string): string | null {
  const edges = listEdges(design);
  const waiting = [nodeId];
  for (const source of waiting) {
    for (const { target } of edges.filter((edge) => edge.source === source)) {
      const node = design.nodes[target];
      const data = node && getReferences(node, "dataset")[0];
      if (data) return data;
      if (!waiting.includes(target)) waiting.push(target);
    }
  }
  return null;
}
