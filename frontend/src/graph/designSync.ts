/**
 * Keeps one tab's copy of a design and the server's in step: changes are made here at once, sent in order, and laid anew over
 * what others did meanwhile. Whatever is lost on the way is asked for or sent again; the server applies each change once.
 */

import type { Design, Edit } from "../api/designDocument";
import { type IdMapping, renameInEdit, resolveIdConflicts } from "./idConflicts";
import * as replicas from "./localCopy";
import { findRemoteDeletions, listTouchedPaths, type RemoteDeletion } from "./remoteDeletions";

export type SaveState = "saved" | "saving" | "offline";

export interface DesignRevision {
  document: Design;
  revision: number;
}

/** A change that the server tells of. */
export interface RemoteChange {
  revision: number;
  edits: Edit[];
  id?: string | undefined;
  /** Who made it. */
  by?: string | undefined;
}

/** What a failure means for a change: it may go through later, it never will, or it needs other names. */
export type RetryDecision = "later" | "never" | { taken: string[][] };

/** The server, as far as one design goes. */
export interface DesignServer {
  readRevision(): Promise<DesignRevision>;
  /** The revision that holds the change. */
  sendChange(change: replicas.Change): Promise<number>;
  decideRetry(error: unknown): RetryDecision;
}

/** What is around: the screen, the browser's memory and its clock. */
export interface SyncHost {
  showLocalCopy(replica: replicas.LocalCopy): void;
  setSaveState(state: SaveState): void;
  /** The server cannot be reached, or said no. */
  reportFailure(error: unknown): void;
  /** Others deleted what one was working on. */
  reportDeletions(before: Design, losses: RemoteDeletion[], by: string | undefined): void;
  /** What is being worked on beside what the changes say, as [kind, id]. */
  listActivePaths(): string[][];
  /** Things got other names, since somebody else's have theirs. */
  renameIds(names: IdMapping): void;
  storeUnsent(unsent: replicas.Change[]): void;
  /** Whether the server's events reach us. */
  isListening(): boolean;
  /** Call back after so many milliseconds, unless what is returned is called before. */
  schedule(call: () => void, milliseconds: number): () => void;
}

export interface Sync {
  /** `again`: things come back that were there before, under the names that they had. */
  makeChange(label: string, edits: Edit[], again?: boolean): void;
  receiveChange(told: RemoteChange): void;
  /** Something may have been missed: read everything again. */
  reload(): void;
  /** The server may be there again. */
  resume(): void;
  /** Resolves once nothing is on its way any more; whether the server has everything then. */
  waitUntilSettled(): Promise<boolean>;
  getLocalCopy(): replicas.LocalCopy;
  stop(): void;
}

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 10_000;
/** A change that the server has is told of within this time, or else the events have stopped. */
const ECHO_WAIT = 5_000;

/** `nextId` gives each change an id of its own; `leftovers` are what an earlier tab could not send. */
export function startSync(
  remote: DesignServer,
  desk: SyncHost,
  nextId: () => string,
  start: DesignRevision,
  leftovers: replicas.Change[] = [],
): Sync {
  let replica = replicas.createLocalCopy(start.document, start.revision, leftovers);
  let stopped = false;
  let working: Promise<void> | null = null;
  let stale = false;
  let failures = 0;
  let cancelRetry = () => {};
  let cancelEcho = () => {};

  function show(after: replicas.LocalCopy, by?: string): void {
    const before = replica;
    replica = after;
    desk.storeUnsent(replicas.listUnsentChanges(replica));
    desk.showLocalCopy(replica);
    if (before.base === after.base) return;
    const losses = findRemoteDeletions(before.document, after.document, [
      ...listTouchedPaths(before.changes),
      ...desk.listActivePaths(),
    ]);
    if (losses.length > 0) desk.reportDeletions(before.document, losses, by);
  }

  /** Read and send what there is to read and send, one after another. */
  function work(): void {
    cancelRetry();
    if (stopped || working || !(stale || replicas.listUnsentChanges(replica).length > 0)) return;
    working = workThrough()
      .catch(later)
      .finally(() => {
        working = null;
        // What came about while the last step ended.
        if (failures === 0) work();
      });
  }

  async function workThrough(): Promise<void> {
    while (!stopped && stale) await readAgain();
    let sent = false;
    for (let next = first(); next && !stopped; next = first()) {
      if (!sent && failures === 0) desk.setSaveState("saving");
      await sendOne(next);
      sent = true;
    }
    if (stopped) return;
    if (sent || failures > 0) desk.setSaveState("saved");
    failures = 0;
    // While no events come, what others did is only seen by asking.
    if (sent && !desk.isListening()) await readAgain();
  }

  const first = (): replicas.Change | undefined => replicas.listUnsentChanges(replica)[0];

  function later(error: unknown): void {
    failures += 1;
    if (stopped) return;
    desk.setSaveState("offline");
    if (failures === 1) desk.reportFailure(error);
    cancelRetry = desk.schedule(work, Math.min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT));
  }

  async function readAgain(): Promise<void> {
    const known = replica.revision;
    stale = false;
    try {
      const { document, revision } = await remote.readRevision();
      if (stopped) return;
      // A server that was put back to an earlier state is right all the same.
      const back = revision < known;
      show(
        back
          ? replicas.createLocalCopy(document, revision, replicas.listUnsentChanges(replica))
          : replicas.rebaseLocalCopy(replica, document, revision),
      );
    } catch (error) {
      stale = true;
      throw error;
    }
  }

  async function sendOne(change: replicas.Change): Promise<void> {
    try {
      const revision = await remote.sendChange(change);
      if (stopped) return;
      show(replicas.acknowledgeChange(replica, change.id, revision));
      awaitEcho(revision);
    } catch (error) {
      const verdict = remote.decideRetry(error);
      if (verdict === "later") throw error;
      if (stopped) return;
      if (verdict === "never") {
        desk.reportFailure(error);
        show(replicas.discardChange(replica, change.id));
      } else {
        // Free names are only known to whoever knows all.
        await readAgain();
        if (stopped) return;
        if (change.again) leaveOut(change, verdict.taken);
        else rename(change, verdict.taken);
      }
    }
  }

  /** The server has refused this change for ever; what takes its place is another one. */
  function replace(change: replicas.Change, edits: Edit[]): void {
    const instead = edits.length > 0 ? [{ ...change, id: nextId(), edits }] : [];
    const changes = replica.changes.flatMap((one) => (one.id === change.id ? instead : [one]));
    show(replicas.replaceChanges(replica, changes));
  }

  /** Somebody else has brought it back already. */
  function leaveOut(change: replicas.Change, taken: string[][]): void {
    const there = new Set(taken.map((path) => path.join("\n")));
    replace(
      change,
      change.edits.filter(({ path }) => !there.has(path.join("\n"))),
    );
  }

  function rename(change: replicas.Change, taken: string[][]): void {
    const names = resolveIdConflicts(replica.document, taken);
    const byNewNames = (one: replicas.Change) => one.edits.map((edit) => renameInEdit(edit, names));
    desk.renameIds(names);
    replace(change, byNewNames(change));
    const changes = replica.changes.map((one) => (one.revision === null ? { ...one, edits: byNewNames(one) } : one));
    show(replicas.replaceChanges(replica, changes));
  }

  /** Events that have stopped without a word are noticed by an own change that is not among them. */
  function awaitEcho(revision: number): void {
    cancelEcho();
    if (replica.revision >= revision) return;
    cancelEcho = desk.schedule(() => {
      if (replica.revision < revision) reread();
    }, ECHO_WAIT);
  }

  function reread(): void {
    stale = true;
    work();
  }

  show(replica);
  work();
  return {
    makeChange(label, edits, again = false) {
      show(replicas.addChange(replica, { id: nextId(), label, edits, again, revision: null }));
      work();
    },
    receiveChange({ by, ...arrival }) {
      const after = replicas.applyConfirmedChange(replica, arrival);
      if (after === null) reread();
      else if (after !== replica) show(after, by);
    },
    reload: reread,
    resume: work,
    async waitUntilSettled() {
      work();
      while (working) await working;
      return replicas.listUnsentChanges(replica).length === 0;
    },
    getLocalCopy: () => replica,
    stop() {
      stopped = true;
      cancelRetry();
      cancelEcho();
    },
  };
}
