/**
 * One tab's copy of a design that others edit too. `getShareUrl` is what the server has, by its revision; `changeCount` are our own
 * that it has not yet sent back, laid over it. So all tabs end with the server's order: the last writer of a path wins.
 */

import type { Design, Edit } from "../api/designDocument";
import { applyEdits } from "./applyEdits";

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

export interface LocalCopy {
  base: Design;
  revision: number;
  changes: Change[];
  /** The base with our changes over it. */
  document: Design;
}

/** A change that the server has, whoever made it. */
export interface ConfirmedChange {
  revision: number;
  edits: Edit[];
  id?: string | undefined;
}

export function createLocalCopy(base: Design, revision: number, changes: Change[] = []): LocalCopy {
  return { base, revision, changes, document: applyChanges(base, changes) };
}

/** Our own change, at once. */
export function addChange(before: LocalCopy, change: Change): LocalCopy {
  return { ...before, changes: [...before.changes, change], document: applyEdits(before.document, change.edits) };
}

/** The server has our change, as `revision`. */
export function acknowledgeChange(before: LocalCopy, id: string, revision: number): LocalCopy {
  const changes = before.changes.map((change) => (change.id === id ? { ...change, revision } : change));
  // What the base holds already may have been overwritten there since.
  return revision <= before.revision
    ? replaceChanges(before, dropIncludedChanges(changes, before.revision))
    : { ...before, changes };
}

/** The server will not have our change: take it off. */
export function discardChange(before: LocalCopy, id: string): LocalCopy {
  return replaceChanges(
    before,
    before.changes.filter((change) => change.id !== id),
  );
}

/** The same base with other changes over it. */
export function replaceChanges(before: LocalCopy, changes: Change[]): LocalCopy {
  return createLocalCopy(before.base, before.revision, changes);
}

/** An edit arrived from the server; null when one before it is missing, so that the whole state must be read again. */
export function applyConfirmedChange(before: LocalCopy, { revision, edits, id }: ConfirmedChange): LocalCopy | null {
  if (revision <= before.revision) return before;
  if (revision > before.revision + 1) return null;
  const base = applyEdits(before.base, edits);
  const changes = dropIncludedChanges(before.changes, revision).filter((change) => change.id !== id);
  // The echo of our own oldest change alters nothing that is seen.
  const echo = before.changes.length - changes.length === 1 && before.changes[0]!.id === id;
  return { base, revision, changes, document: echo ? before.document : applyChanges(base, changes) };
}

/** The whole state was read again; our unsent changes stay over it. */
export function rebaseLocalCopy(before: LocalCopy, base: Design, revision: number): LocalCopy {
  if (revision < before.revision) return before;
  return createLocalCopy(base, revision, dropIncludedChanges(before.changes, revision));
}

/** The changes that the server does not have yet, oldest first. */
export function listUnsentChanges(of: LocalCopy): Change[] {
  return of.changes.filter((change) => change.revision === null);
}

function dropIncludedChanges(changes: Change[], revision: number): Change[] {
  return changes.filter((change) => change.revision === null || change.revision > revision);
}

function applyChanges(base: Design, changes: Change[]): Design {
  return changes.reduce((design, change) => applyEdits(design, change.edits), base);
}
