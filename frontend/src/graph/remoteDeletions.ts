/** What others deleted while one was working on it, and the edits that bring it back. */

import type { Design, Edit, Json } from "../api/designDocument";
import { applyEdits, getValueAt } from "./applyEdits";
import type { Change } from "./localCopy";

const DELETABLE_KINDS = ["nodes", "notes", "groups", "modules"] as const;

export interface RemoteDeletion {
  kind: (typeof DELETABLE_KINDS)[number];
  id: string;
  /** As it was last seen, with one's own changes. */
  value: Json;
}

/** The paths, at least [kind, id], of what one is working on. */
export const listTouchedPaths = (changes: readonly Change[]): string[][] =>
  changes.flatMap(({ edits }) => edits.map(({ path }) => path).filter((path) => path.length > 1));

/** What was there before and is not there after, of that which one is working on. */
export function findRemoteDeletions(
  before: Design,
  after: Design,
  working: readonly (readonly string[])[],
): RemoteDeletion[] {
  const found = new Map<string, RemoteDeletion>();
  for (const [kind, id] of working) {
    const known = DELETABLE_KINDS.find((one) => one === kind);
    if (!known || id === undefined) continue;
    const value = getValueAt(before, [known, id]);
    if (value !== undefined && getValueAt(after, [known, id]) === undefined)
      found.set(`${kind} ${id}`, { kind: known, id, value });
  }
  return [...found.values()];
}

/** The edits that bring back what was lost, with the edges that led from it; nothing of what is there is overwritten. */
export function restoreDeleted(before: Design, now: Design, losses: readonly RemoteDeletion[]): Edit[] {
  const back: Edit[] = losses
    .filter(({ kind, id }) => getValueAt(now, [kind, id]) === undefined)
    .map(({ kind, id, value }) => ({ path: [kind, id], value }));
  const nodes = new Set(back.filter(({ path }) => path[0] === "nodes").map(({ path }) => path[1]!));
  const there = applyEdits(now, back);
  const edges = Object.entries(before.nodes).flatMap(([target, node]) =>
    Object.entries(node.inputs)
      .filter(([, held]) => [held].flat().some((text) => nodes.has(text.split(".")[0]!)))
      .flatMap(([input, held]) => restoreEdges(there, ["nodes", target, "inputs", input], held, nodes)),
  );
  return [...back, ...edges];
}

function restoreEdges(now: Design, path: string[], held: string | string[], nodes: ReadonlySet<string>): Edit[] {
  if (typeof held === "string") return getValueAt(now, path) === undefined ? [{ path, value: held }] : [];
  return held
    .filter((text) => nodes.has(text.split(".")[0]!) && getValueAt(now, [...path, text]) === undefined)
    .map((text) => ({ path: [...path, text], value: held.indexOf(text) }));
}
