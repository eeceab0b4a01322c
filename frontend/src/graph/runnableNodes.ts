/** Which part of a design with problems can run all the same. */

import type { Problem } from "../api/apiTypes";
import type { Design } from "../api/designDocument";
import { getSourceNodes } from "./ports";

/** The last nodes of what can run: those without problems in them and above them, that no other such node consumes. */
export function findRunnableNodes(design: Design, problems: readonly Problem[]): string[] {
  const wrong = new Set(problems.map((problem) => problem.node));
  if (wrong.has(null)) return [];
  const known = new Map<string, boolean>();
  const works = (id: string): boolean => {
    const before = known.get(id);
    if (before !== undefined) return before;
    // Set first, so that a circle ends.
    known.set(id, false);
    const node = design.nodes[id];
    const fine = node !== undefined && !node.disabled && !wrong.has(id) && getSourceNodes(design, id).every(works);
    known.set(id, fine);
    return fine;
  };
  const working = Object.keys(design.nodes).filter(works);
  const consumed = new Set(working.flatMap((id) => getSourceNodes(design, id)));
  return working.filter((id) => !consumed.has(id));
}
