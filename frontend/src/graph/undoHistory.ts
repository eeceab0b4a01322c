/** Undo and redo of one person's changes: each entry knows the edits and the edits that take them back. */

import type { Design, Edit, Json } from "../api/designDocument";
import { getValueAt, isItemPath } from "./applyEdits";
import { type IdMapping, renameInDesign, renameInEdit } from "./idConflicts";

export interface HistoryEntry {
  label: string;
  /** The label without what was set: the same for all that is typed into one field. */
  kind: string;
  edits: Edit[];
  inverse: Edit[];
  /** Milliseconds; changes of one value in quick succession become one entry. */
  time: number;
  /** The design right before and right after: what another has set since differs from both, and is left alone. */
  before: Design;
  after: Design;
}

export interface EditHistory {
  past: HistoryEntry[];
  future: HistoryEntry[];
}

export const EMPTY_HISTORY: EditHistory = { past: [], future: [] };
const MAX_HISTORY_ENTRIES = 500;
const MERGE_WINDOW = 1200;

/** The history after a new change; what had been undone can no longer be redone. */
export function recordEntry(history: EditHistory, entry: HistoryEntry): EditHistory {
  const last = history.past.at(-1);
  if (last && history.future.length === 0 && canMergeEntries(last, entry)) {
    const merged = { ...entry, inverse: last.inverse, before: last.before };
    return { past: [...history.past.slice(0, -1), merged], future: [] };
  }
  return { past: [...history.past.slice(1 - MAX_HISTORY_ENTRIES), entry], future: [] };
}

/** Takes the last change back; the entry to apply is the moved one, its `inverse`. */
export function takeBackEntry(history: EditHistory): { history: EditHistory; entry: HistoryEntry } | null {
  const entry = history.past.at(-1);
  if (!entry) return null;
  return { history: { past: history.past.slice(0, -1), future: [entry, ...history.future] }, entry };
}

/** Does the last undone change again; the entry to apply is the moved one, its `canEdit`. */
export function repeatEntry(history: EditHistory): { history: EditHistory; entry: HistoryEntry } | null {
  const [entry, ...future] = history.future;
  if (!entry) return null;
  // An entry that came back is finished: typing on starts a new one.
  return { history: { past: [...history.past, { ...entry, time: 0 }], future }, entry };
}

/** What undoing the entry does to the design as it is now: nothing to what others have set since. */
export const getUndoEdits = ({ inverse, after }: HistoryEntry, now: Design): Edit[] =>
  inverse.filter(({ path }) => isUnchangedAt(now, after, path));

/** What doing the entry again does to the design as it is now. */
export const getRedoEdits = ({ edits, before }: HistoryEntry, now: Design): Edit[] =>
  edits.filter(({ path }) => isUnchangedAt(now, before, path));

/** The history by the new names of things. */
export function renameInHistory({ past, future }: EditHistory, names: IdMapping): EditHistory {
  const entry = ({ edits, inverse, before, after, ...rest }: HistoryEntry): HistoryEntry => ({
    ...rest,
    edits: edits.map((edit) => renameInEdit(edit, names)),
    inverse: inverse.map((edit) => renameInEdit(edit, names)),
    before: renameInDesign(before, names),
    after: renameInDesign(after, names),
  });
  return { past: past.map(entry), future: future.map(entry) };
}

function isUnchangedAt(now: Design, then: Design, path: readonly string[]): boolean {
  const [one, other] = [getValueAt(now, path), getValueAt(then, path)];
  return isItemPath(path) ? (one === undefined) === (other === undefined) : isEqualJson(one, other);
}

/** Whether two values are the same; the order of a map's keys says nothing. */
function isEqualJson(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((value, place) => isEqualJson(value, other[place]))
    );
  }
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqualJson(one[key], other[key]))
  );
}

/** Typing in a field makes many changes of one path: they are undone together. */
function canMergeEntries(last: HistoryEntry, next: HistoryEntry): boolean {
  const [before, after] = [last.edits[0], next.edits[0]];
  return (
    last.edits.length === 1 &&
    next.edits.length === 1 &&
    last.kind === next.kind &&
    next.time - last.time < MERGE_WINDOW &&
    before!.path.length > 1 &&
    before!.path.join("\n") === after!.path.join("\n") &&
    before!.value !== undefined &&
    after!.value !== undefined
  );
}
