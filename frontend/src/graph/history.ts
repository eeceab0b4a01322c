/** Undo and redo of one person's changes: each entry knows the edits and the edits that take them back. */

import { namesItem, valueAt } from "./edits";
import { type Renaming, renamed, renamedDesign } from "./renaming";
import type { Design, Edit, Json } from "./types";

export interface Entry {
  label: string;
  /** The label without what was set: the same for all that is typed into one field. */
  kind: string;
  edits: Edit[];
  inverse: Edit[];
  /** Milliseconds; changes of one value in quick succession become one entry. */
  at: number;
  /** The design right before and right after: what another has set since differs from both, and is left alone. */
  before: Design;
  after: Design;
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
    const merged = { ...entry, inverse: last.inverse, before: last.before };
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

/** What undoing the entry does to the design as it is now: nothing to what others have set since. */
export const undoing = ({ inverse, after }: Entry, now: Design): Edit[] =>
  inverse.filter(({ path }) => isAs(now, after, path));

/** What doing the entry again does to the design as it is now. */
export const redoing = ({ edits, before }: Entry, now: Design): Edit[] =>
  edits.filter(({ path }) => isAs(now, before, path));

/** The history by the new names of things. */
export function renamedHistory({ past, future }: History, names: Renaming): History {
  const entry = ({ edits, inverse, before, after, ...rest }: Entry): Entry => ({
    ...rest,
    edits: edits.map((edit) => renamed(edit, names)),
    inverse: inverse.map((edit) => renamed(edit, names)),
    before: renamedDesign(before, names),
    after: renamedDesign(after, names),
  });
  return { past: past.map(entry), future: future.map(entry) };
}

function isAs(now: Design, then: Design, path: readonly string[]): boolean {
  const [one, other] = [valueAt(now, path), valueAt(then, path)];
  return namesItem(path) ? (one === undefined) === (other === undefined) : same(one, other);
}

/** Whether two values are the same; the order of a map's keys says nothing. */
function same(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((value, place) => same(value, other[place]))
    );
  }
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]))
  );
}

/** Typing in a field makes many changes of one path: they are undone together. */
function continues(last: Entry, next: Entry): boolean {
  const [before, after] = [last.edits[0], next.edits[0]];
  return (
    last.edits.length === 1 &&
    next.edits.length === 1 &&
    last.kind === next.kind &&
    next.at - last.at < ONE_BREATH &&
    before!.path.length > 1 &&
    before!.path.join("\n") === after!.path.join("\n") &&
    before!.value !== undefined &&
    after!.value !== undefined
  );
}
