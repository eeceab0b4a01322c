/** One person's hands on a design: changes, undo and redo of their own, on a copy that is kept in step with the server's. */

import type { Design, Edit } from "../api/designDocument";
import { applyEdits, invertEdits } from "./applyEdits";
import { type DesignRevision, type DesignServer, type Sync, type SyncHost, startSync } from "./designSync";
import { markNewItems } from "./idConflicts";
import type { Change } from "./localCopy";
import * as histories from "./undoHistory";

export interface EditorHost extends SyncHost {
  showHistory(history: histories.EditHistory): void;
  /** Undo or redo left alone what others have set since. */
  reportSkippedEdits(label: string): void;
}

export interface DesignEditor extends Sync {
  /** Whether anything was to change. Changes of one value in quick succession are one where they are of one kind. */
  edit(label: string, edits: Edit[], kind?: string): boolean;
  /** As `edit`, for things that were there before: they come back under the names that they had. */
  restore(label: string, edits: Edit[]): boolean;
  /** Each says in the given words what it does, to those who see the change. */
  undo(describe: (label: string) => string): void;
  redo(describe: (label: string) => string): void;
}

export function startEditor(
  remote: DesignServer,
  desk: EditorHost,
  nextId: () => string,
  start: DesignRevision,
  leftovers: Change[],
  now: () => number,
): DesignEditor {
  let history = histories.EMPTY_HISTORY;
  const keep = (after: histories.EditHistory) => {
    history = after;
    desk.showHistory(history);
  };
  const sync = startSync(
    remote,
    {
      ...desk,
      renameIds: (names) => {
        keep(histories.renameInHistory(history, names));
        desk.renameIds(names);
      },
    },
    nextId,
    start,
    leftovers,
  );

  function record(label: string, edits: Edit[], again: boolean, kind = label): boolean {
    const { document: before } = sync.getLocalCopy();
    const inverse = invertEdits(before, edits);
    if (inverse.length === 0) return false;
    keep(
      histories.recordEntry(history, {
        label,
        kind,
        edits,
        inverse,
        time: now(),
        before,
        after: applyEdits(before, edits),
      }),
    );
    sync.makeChange(label, markNewItems(before, edits), again);
    return true;
  }

  function step(
    moved: ReturnType<typeof histories.takeBackEntry>,
    editsOf: (entry: histories.HistoryEntry, now: Design) => Edit[],
    all: (entry: histories.HistoryEntry) => Edit[],
    describe: (label: string) => string,
  ): void {
    if (!moved) return;
    const { document } = sync.getLocalCopy();
    const { entry } = moved;
    const ours = editsOf(entry, document);
    keep(moved.history);
    if (ours.length > 0) sync.makeChange(describe(entry.label), markNewItems(document, ours), true);
    if (ours.length < all(entry).length) desk.reportSkippedEdits(entry.label);
  }

  return {
    ...sync,
    edit: (label, edits, kind) => record(label, edits, false, kind),
    restore: (label, edits) => record(label, edits, true),
    undo: (describe) =>
      step(histories.takeBackEntry(history), histories.getUndoEdits, ({ inverse }) => inverse, describe),
    redo: (describe) => step(histories.repeatEntry(history), histories.getRedoEdits, ({ edits }) => edits, describe),
  };
}
