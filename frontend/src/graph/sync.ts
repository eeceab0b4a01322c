/**
 * Keeps one tab's copy of a design and the server's in step: changes are made here at once, sent in order, and laid anew over
 * what others did meanwhile. Whatever is lost on the way is asked for or sent again; the server applies each change once.
 */

import { type Loss, lossesBetween, touched } from "./losses";
import { type Renaming, renamed, renaming } from "./renaming";
import * as replicas from "./replica";
import type { Design, Edit } from "./types";

export type Saving = "saved" | "saving" | "offline";

export interface Snapshot {
  document: Design;
  revision: number;
}

/** A change that the server tells of. */
export interface Told {
  revision: number;
  edits: Edit[];
  id?: string | undefined;
  /** Who made it. */
  by?: string | undefined;
}

/** What a failure means for a change: it may go through later, it never will, or it needs other names. */
export type Verdict = "later" | "never" | { taken: string[][] };

/** The server, as far as one design goes. */
export interface Remote {
  read(): Promise<Snapshot>;
  /** The revision that holds the change. */
  send(change: replicas.Change): Promise<number>;
  verdict(error: unknown): Verdict;
}

/** What is around: the screen, the browser's memory and its clock. */
export interface Desk {
  show(replica: replicas.Replica): void;
  saving(state: Saving): void;
  /** The server cannot be reached, or said no. */
  failed(error: unknown): void;
  /** Others deleted what one was working on. */
  lost(before: Design, losses: Loss[], by: string | undefined): void;
  /** What is being worked on beside what the changes say, as [kind, id]. */
  working(): string[][];
  /** Things got other names, since somebody else's have theirs. */
  renamed(names: Renaming): void;
  keep(unsent: replicas.Change[]): void;
  /** Whether the server's events reach us. */
  listening(): boolean;
  /** Call back after so many milliseconds, unless what is returned is called before. */
  later(call: () => void, milliseconds: number): () => void;
}

export interface Sync {
  /** `again`: things come back that were there before, under the names that they had. */
  change(label: string, edits: Edit[], again?: boolean): void;
  hear(told: Told): void;
  /** Something may have been missed: read everything again. */
  reread(): void;
  /** The server may be there again. */
  wake(): void;
  /** Resolves once nothing is on its way any more; whether the server has everything then. */
  settled(): Promise<boolean>;
  replica(): replicas.Replica;
  stop(): void;
}

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 10_000;
/** A change that the server has is told of within this time, or else the events have stopped. */
const ECHO_WAIT = 5_000;

/** `nextId` gives each change an id of its own; `leftovers` are what an earlier tab could not send. */
export function startSync(
  remote: Remote,
  desk: Desk,
  nextId: () => string,
  start: Snapshot,
  leftovers: replicas.Change[] = [],
): Sync {
  let replica = replicas.replica(start.document, start.revision, leftovers);
  let stopped = false;
  let working: Promise<void> | null = null;
  let stale = false;
  let failures = 0;
  let cancelRetry = () => {};
  let cancelEcho = () => {};

  function show(after: replicas.Replica, by?: string): void {
    const before = replica;
    replica = after;
    desk.keep(replicas.unsent(replica));
    desk.show(replica);
    if (before.base === after.base) return;
    const losses = lossesBetween(before.document, after.document, [...touched(before.changes), ...desk.working()]);
    if (losses.length > 0) desk.lost(before.document, losses, by);
  }

  /** Read and send what there is to read and send, one after another. */
  function work(): void {
    cancelRetry();
    if (stopped || working || !(stale || replicas.unsent(replica).length > 0)) return;
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
      if (!sent && failures === 0) desk.saving("saving");
      await sendOne(next);
      sent = true;
    }
    if (stopped) return;
    if (sent || failures > 0) desk.saving("saved");
    failures = 0;
    // While no events come, what others did is only seen by asking.
    if (sent && !desk.listening()) await readAgain();
  }

  const first = (): replicas.Change | undefined => replicas.unsent(replica)[0];

  function later(error: unknown): void {
    failures += 1;
    if (stopped) return;
    desk.saving("offline");
    if (failures === 1) desk.failed(error);
    cancelRetry = desk.later(work, Math.min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT));
  }

  async function readAgain(): Promise<void> {
    const known = replica.revision;
    stale = false;
    try {
      const { document, revision } = await remote.read();
      if (stopped) return;
      // A server that was put back to an earlier state is right all the same.
      const back = revision < known;
      show(
        back
          ? replicas.replica(document, revision, replicas.unsent(replica))
          : replicas.reread(replica, document, revision),
      );
    } catch (error) {
      stale = true;
      throw error;
    }
  }

  async function sendOne(change: replicas.Change): Promise<void> {
    try {
      const revision = await remote.send(change);
      if (stopped) return;
      show(replicas.acknowledged(replica, change.id, revision));
      awaitEcho(revision);
    } catch (error) {
      const verdict = remote.verdict(error);
      if (verdict === "later") throw error;
      if (stopped) return;
      if (verdict === "never") {
        desk.failed(error);
        show(replicas.refused(replica, change.id));
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
    show(replicas.based(replica, changes));
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
    const names = renaming(replica.document, taken);
    const byNewNames = (one: replicas.Change) => one.edits.map((edit) => renamed(edit, names));
    desk.renamed(names);
    replace(change, byNewNames(change));
    const changes = replica.changes.map((one) => (one.revision === null ? { ...one, edits: byNewNames(one) } : one));
    show(replicas.based(replica, changes));
  }

  /** Events that have stopped without a word are noticed by an own change that is not among them. */
  function awaitEcho(revision: number): void {
    cancelEcho();
    if (replica.revision >= revision) return;
    cancelEcho = desk.later(() => {
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
    change(label, edits, again = false) {
      show(replicas.made(replica, { id: nextId(), label, edits, again, revision: null }));
      work();
    },
    hear({ by, ...arrival }) {
      const after = replicas.arrived(replica, arrival);
      if (after === null) reread();
      else if (after !== replica) show(after, by);
    },
    reread,
    wake: work,
    async settled() {
      work();
      while (working) await working;
      return replicas.unsent(replica).length === 0;
    },
    replica: () => replica,
    stop() {
      stopped = true;
      cancelRetry();
      cancelEcho();
    },
  };
}
