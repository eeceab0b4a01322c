/**
 * One tab's copy of a design that others edit too. `base` is what the server has, by its revision; `changes` are our own
 * that it has not yet sent back, laid over it. So all tabs end with the server's order: the last writer of a path wins.
 */

import { apply } from "./edits";
import type { Design, Edit } from "./types";

export interface Change {
  id: string;
  label: string;
  edits: Edit[];
  /** Set once the server said that it has it. */
  revision: number | null;
}

export interface Replica {
  base: Design;
  revision: number;
  changes: Change[];
  /** The base with our changes over it. */
  document: Design;
}

export interface Arrival {
  revision: number;
  edits: Edit[];
  /** Whether this tab made them. */
  own: boolean;
}

export function replica(base: Design, revision: number, changes: Change[] = []): Replica {
  return { base, revision, changes, document: over(base, changes) };
}

/** Our own change, at once. */
export function made(before: Replica, change: Change): Replica {
  return { ...before, changes: [...before.changes, change], document: apply(before.document, change.edits) };
}

/** The server has our change, as `revision`. */
export function acknowledged(before: Replica, id: string, revision: number): Replica {
  const changes = before.changes.map((change) => (change.id === id ? { ...change, revision } : change));
  return { ...before, changes: stillOver(changes, before.revision) };
}

/** The server will not have our change: take it off. */
export function refused(before: Replica, id: string): Replica {
  const changes = before.changes.filter((change) => change.id !== id);
  return replica(before.base, before.revision, changes);
}

/** An edit arrived from the server; null when one before it is missing, so that the whole state must be read again. */
export function arrived(before: Replica, arrival: Arrival): Replica | null {
  if (arrival.revision <= before.revision) return before;
  if (arrival.revision > before.revision + 1) return null;
  const base = apply(before.base, arrival.edits);
  const changes = stillOver(before.changes, arrival.revision);
  // The echo of our own oldest change alters nothing that is seen.
  const echo = arrival.own && before.changes.length - changes.length <= 1;
  const document = echo ? before.document : over(base, changes);
  return { base, revision: arrival.revision, changes, document };
}

/** The whole state was read again; our unsent changes stay over it. */
export function reread(before: Replica, base: Design, revision: number): Replica {
  if (revision < before.revision) return before;
  return replica(base, revision, stillOver(before.changes, revision));
}

/** The changes that the server does not have yet, oldest first. */
export function unsent(of: Replica): Change[] {
  return of.changes.filter((change) => change.revision === null);
}

function stillOver(changes: Change[], revision: number): Change[] {
  return changes.filter((change) => change.revision === null || change.revision > revision);
}

function over(base: Design, changes: Change[]): Design {
  return changes.reduce((design, change) => apply(design, change.edits), base);
}
