/** One person's hands on a design: changes, undo and redo of their own, on a copy that is kept in step with the server's. */

import { apply, invert } from "./edits";
import * as histories from "./history";
import { marked } from "./renaming";
import type { Change } from "./replica";
import { type Desk, type Remote, type Snapshot, type Sync, startSync } from "./sync";
import type { Design, Edit } from "./types";

export interface EditorDesk extends Desk {
  history(history: histories.History): void;
  /** Undo or redo left alone what others have set since. */
  leftAlone(label: string): void;
}

export interface Editor extends Sync {
  /** Whether anything was to change. Changes of one value in quick succession are one where they are of one kind. */
  edit(label: string, edits: Edit[], kind?: string): boolean;
  /** As `edit`, for things that were there before: they come back under the names that they had. */
  putBack(label: string, edits: Edit[]): boolean;
  /** Each says in the given words what it does, to those who see the change. */
  undo(describe: (label: string) => string): void;
  redo(describe: (label: string) => string): void;
}

export function startEditor(
  remote: Remote,
  desk: EditorDesk,
  nextId: () => string,
  start: Snapshot,
  leftovers: Change[],
  now: () => number,
): Editor {
  let history = histories.EMPTY;
  const keep = (after: histories.History) => {
    history = after;
    desk.history(history);
  };
  const sync = startSync(
    remote,
    {
      ...desk,
      renamed: (names) => {
        keep(histories.renamedHistory(history, names));
        desk.renamed(names);
      },
    },
    nextId,
    start,
    leftovers,
  );

  function record(label: string, edits: Edit[], again: boolean, kind = label): boolean {
    const { document: before } = sync.replica();
    const inverse = invert(before, edits);
    if (inverse.length === 0) return false;
    keep(histories.record(history, { label, kind, edits, inverse, at: now(), before, after: apply(before, edits) }));
    sync.change(label, marked(before, edits), again);
    return true;
  }

  function step(
    moved: ReturnType<typeof histories.undo>,
    editsOf: (entry: histories.Entry, now: Design) => Edit[],
    all: (entry: histories.Entry) => Edit[],
    describe: (label: string) => string,
  ): void {
    if (!moved) return;
    const { document } = sync.replica();
    const { entry } = moved;
    const ours = editsOf(entry, document);
    keep(moved.history);
    if (ours.length > 0) sync.change(describe(entry.label), marked(document, ours), true);
    if (ours.length < all(entry).length) desk.leftAlone(entry.label);
  }

  return {
    ...sync,
    edit: (label, edits, kind) => record(label, edits, false, kind),
    putBack: (label, edits) => record(label, edits, true),
    undo: (describe) => step(histories.undo(history), histories.undoing, ({ inverse }) => inverse, describe),
    redo: (describe) => step(histories.redo(history), histories.redoing, ({ edits }) => edits, describe),
  };
}
