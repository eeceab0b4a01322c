/** Undo and redo of one person's changes: each entry knows the edits and the edits that take them back. */

import type { Edit } from "./types";

export interface Entry {
  label: string;
  edits: Edit[];
  inverse: Edit[];
  /** Milliseconds; changes of one value in quick succession become one entry. */
  at: number;
}

export interface History {
  past: Entry[];
  future: Entry[];
}

export const EMPTY: History = { past: [], future: [] };
const LONGEST = 500;
const ONE_BREATH = 1200;

/** The history after a new change; what had been undone can no longer be redone. */
export function record(history: History, entry: Entry): History {
  const last = history.past.at(-1);
  if (last && history.future.length === 0 && continues(last, entry)) {
    const merged = { ...entry, inverse: last.inverse };
    return { past: [...history.past.slice(0, -1), merged], future: [] };
  }
  return { past: [...history.past.slice(1 - LONGEST), entry], future: [] };
}

/** Takes the last change back; the entry to apply is the moved one, its `inverse`. */
export function undo(history: History): { history: History; entry: Entry } | null {
  const entry = history.past.at(-1);
  if (!entry) return null;
  return { history: { past: history.past.slice(0, -1), future: [entry, ...history.future] }, entry };
}

/** Does the last undone change again; the entry to apply is the moved one, its `edits`. */
export function redo(history: History): { history: History; entry: Entry } | null {
  const [entry, ...future] = history.future;
  if (!entry) return null;
  // An entry that came back is finished: typing on starts a new one.
  return { history: { past: [...history.past, { ...entry, at: 0 }], future }, entry };
}

/** Typing in a field makes many changes of one path: they are undone together. */
function continues(last: Entry, next: Entry): boolean {
  const [before, after] = [last.edits[0], next.edits[0]];
  return (
    last.edits.length === 1 &&
    next.edits.length === 1 &&
    last.label === next.label &&
    next.at - last.at < ONE_BREATH &&
    before!.path.length > 1 &&
    before!.path.join("\n") === after!.path.join("\n") &&
    before!.value !== undefined &&
    after!.value !== undefined
  );
}
