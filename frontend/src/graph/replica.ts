/**
 * One tab's copy of a design that others edit too. `base` is what the server has, by its revision; `changes` are our own
 * that it has not yet sent back, laid over it. So all tabs end with the server's order: the last writer of a path wins.
 */

import { apply } from "./edits";
import type { Design, Edit } from "./types";

export interface Change {
  /** Of the tab that made it, and its number there: the server applies it once, however often it is sent. */
  id: string;
  label: string;
  edits: Edit[];
  /** It brings back what was there: where another did so already, there is nothing to do. */
  again?: boolean;
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

/** A change that the server has, whoever made it. */
export interface Arrival {
  revision: number;
  edits: Edit[];
  id?: string | undefined;
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
  // What the base holds already may have been overwritten there since.
  return revision <= before.revision ? based(before, stillOver(changes, before.revision)) : { ...before, changes };
}

/** The server will not have our change: take it off. */
export function refused(before: Replica, id: string): Replica {
  return based(
    before,
    before.changes.filter((change) => change.id !== id),
  );
}

/** The same base with other changes over it. */
export function based(before: Replica, changes: Change[]): Replica {
  return replica(before.base, before.revision, changes);
}

/** An edit arrived from the server; null when one before it is missing, so that the whole state must be read again. */
export function arrived(before: Replica, { revision, edits, id }: Arrival): Replica | null {
  if (revision <= before.revision) return before;
  if (revision > before.revision + 1) return null;
  const base = apply(before.base, edits);
  const changes = stillOver(before.changes, revision).filter((change) => change.id !== id);
  // The echo of our own oldest change alters nothing that is seen.
  const echo = before.changes.length - changes.length === 1 && before.changes[0]!.id === id;
  return { base, revision, changes, document: echo ? before.document : over(base, changes) };
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
