/** What others deleted while one was working on it, and the edits that bring it back. */

import { apply, valueAt } from "./edits";
import type { Change } from "./replica";
import type { Design, Edit, Json } from "./types";

const KINDS = ["nodes", "notes", "groups", "modules"] as const;

export interface Loss {
  kind: (typeof KINDS)[number];
  id: string;
  /** As it was last seen, with one's own changes. */
  value: Json;
}

/** The paths, at least [kind, id], of what one is working on. */
export const touched = (changes: readonly Change[]): string[][] =>
  changes.flatMap(({ edits }) => edits.map(({ path }) => path).filter((path) => path.length > 1));

/** What was there before and is not there after, of that which one is working on. */
export function lossesBetween(before: Design, after: Design, working: readonly (readonly string[])[]): Loss[] {
  const found = new Map<string, Loss>();
  for (const [kind, id] of working) {
    const known = KINDS.find((one) => one === kind);
    if (!known || id === undefined) continue;
    const value = valueAt(before, [known, id]);
    if (value !== undefined && valueAt(after, [known, id]) === undefined)
      found.set(`${kind} ${id}`, { kind: known, id, value });
  }
  return [...found.values()];
}

/** The edits that bring back what was lost, with the edges that led from it; nothing of what is there is overwritten. */
export function bringBack(before: Design, now: Design, losses: readonly Loss[]): Edit[] {
  const back: Edit[] = losses
    .filter(({ kind, id }) => valueAt(now, [kind, id]) === undefined)
    .map(({ kind, id, value }) => ({ path: [kind, id], value }));
  const nodes = new Set(back.filter(({ path }) => path[0] === "nodes").map(({ path }) => path[1]!));
  const there = apply(now, back);
  const edges = Object.entries(before.nodes).flatMap(([target, node]) =>
    Object.entries(node.inputs)
      .filter(([, held]) => [held].flat().some((text) => nodes.has(text.split(".")[0]!)))
      .flatMap(([input, held]) => edgesBack(there, ["nodes", target, "inputs", input], held, nodes)),
  );
  return [...back, ...edges];
}

function edgesBack(now: Design, path: string[], held: string | string[], nodes: ReadonlySet<string>): Edit[] {
  if (typeof held === "string") return valueAt(now, path) === undefined ? [{ path, value: held }] : [];
  return held
    .filter((text) => nodes.has(text.split(".")[0]!) && valueAt(now, [...path, text]) === undefined)
    .map((text) => ({ path: [...path, text], value: held.indexOf(text) }));
}
