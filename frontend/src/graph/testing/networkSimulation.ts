/** A small world for tests: a server that follows the real one's rules, tabs with the real client code, a network between. */

import type { Design, Edit, Json } from "../../api/designDocument";
import { applyEdits, getValueAt } from "../applyEdits";
import { type DesignEditor, startEditor } from "../designEditor";
import type { RetryDecision } from "../designSync";
import type { Change, LocalCopy } from "../localCopy";

export type Random = () => number;

/** Mulberry32: the same numbers for the same seed. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Time that passes only when told, so that thousands of seconds take none. */
export class SimulatedClock {
  now = 0;
  private sequence = 0;
  private waiting: { at: number; sequence: number; call: () => void }[] = [];

  schedule = (call: () => void, milliseconds: number): (() => void) => {
    const one = { at: this.now + milliseconds, sequence: ++this.sequence, call };
    this.waiting.push(one);
    return () => {
      this.waiting = this.waiting.filter((other) => other !== one);
    };
  };

  /** Let everything happen until the time, with all promises that follow from it. */
  async runUntil(time: number): Promise<void> {
    for (;;) {
      const next = this.waiting
        .filter(({ at }) => at <= time)
        .sort((one, other) => one.at - other.at || one.sequence - other.sequence)[0];
      if (!next) break;
      this.waiting = this.waiting.filter((one) => one !== next);
      this.now = next.at;
      next.call();
      await settlePromises();
    }
    this.now = time;
  }
}

/** Long enough for every chain of promises in the client. */
async function settlePromises(): Promise<void> {
  for (let turn = 0; turn < 25; turn += 1) await Promise.resolve();
}

interface LoggedChange {
  revision: number;
  id: string;
  edits: Edit[];
}

class IdTakenError extends Error {
  constructor(readonly names: string[][]) {
    super("taken");
  }
}

/** As `server/api/designs/design_routes.py` and `server/storage/stores/design_store.py` do it. */
export class SimulatedServer {
  log: LoggedChange[] = [];
  /** Changes that would have taken the place of what another made, and where. */
  refusedIds = new Map<string, string[][]>();
  /** Where something was overwritten as a whole all the same. */
  overwrittenPaths: string[][] = [];

  constructor(public document: Design) {}

  applyChange({ id, edits }: Pick<Change, "id" | "edits">): number {
    const known = this.log.find((entry) => entry.id === id);
    if (known) return known.revision;
    const names = edits.filter((edit) => edit.new && getValueAt(this.document, edit.path) !== undefined);
    if (names.length > 0 && !this.refusedIds.has(id)) {
      this.refusedIds.set(
        id,
        names.map(({ path }) => path),
      );
    }
    const taken = this.refusedIds.get(id);
    if (taken) throw new IdTakenError(taken);
    for (const { path, value } of edits) if (this.isOverwriting(path, value)) this.overwrittenPaths.push(path);
    this.document = applyEdits(this.document, edits);
    // What goes over the wire loses what JSON does not have.
    this.log.push({ revision: this.log.length + 1, id, edits: JSON.parse(JSON.stringify(edits)) as Edit[] });
    return this.log.length;
  }

  /** Whether it puts a thing, or a list of edges, in the place of another. */
  private isOverwriting(path: string[], value: Json | undefined): boolean {
    const before = getValueAt(this.document, path);
    if (value === undefined || before === undefined) return false;
    return path.length === 2 || (path[2] === "inputs" && path.length === 4 && Array.isArray(before));
  }
}

/** What may go wrong between a tab and the server, as shares of one. */
export interface NetworkConditions {
  drops: number;
  duplicates: number;
  slowest: number;
}

/** One open page. */
export class SimulatedTab {
  online = true;
  /** No event comes, though the connection seems well. */
  eventsBlocked = false;
  changeIds: string[] = [];
  acknowledgedIds: string[] = [];
  deletionCount = 0;
  localCopy: LocalCopy | null = null;
  editor: DesignEditor;
  private eventPosition: number;
  private unsentChanges: Change[] = [];
  private isClosed = false;

  constructor(
    readonly name: string,
    private server: SimulatedServer,
    private clock: SimulatedClock,
    private chance: Random,
    private weather: NetworkConditions,
    leftovers: Change[] = [],
  ) {
    this.eventPosition = server.log.length;
    let sequence = 0;
    const nextId = () => {
      this.changeIds.push(`${name}.${++sequence}`);
      return this.changeIds.at(-1)!;
    };
    this.editor = startEditor(
      {
        readRevision: () => this.simulateRequest(() => this.getRevision()),
        sendChange: (change) => this.sendChange(change),
        decideRetry: classifyTestError,
      },
      {
        showLocalCopy: (replica) => {
          this.localCopy = replica;
        },
        setSaveState: () => {},
        reportFailure: () => {},
        reportDeletions: () => {
          this.deletionCount += 1;
        },
        listActivePaths: () => [],
        renameIds: () => {},
        storeUnsent: (unsent) => {
          this.unsentChanges = JSON.parse(JSON.stringify(unsent)) as Change[];
        },
        isListening: () => this.online,
        schedule: clock.schedule,
        showHistory: () => {},
        reportSkippedEdits: () => {},
      },
      nextId,
      this.getRevision(),
      leftovers,
      () => clock.now,
    );
    this.pollEvents();
  }

  get document(): Design {
    return this.editor.getLocalCopy().document;
  }

  /** The tab is killed; what it kept in the browser stays. */
  kill(): Change[] {
    this.isClosed = true;
    this.editor.stop();
    return this.unsentChanges;
  }

  setOnline(online: boolean): void {
    this.online = online;
    if (online) this.editor.resume();
  }

  private getRevision = () => ({ document: this.server.document, revision: this.server.log.length });

  private async sendChange(change: Change): Promise<number> {
    const sent = JSON.parse(JSON.stringify(change)) as Change;
    const revision = await this.simulateRequest(() => this.server.applyChange(sent));
    this.acknowledgedIds.push(change.id);
    return revision;
  }

  /** Over the network: late, lost on the way there or back, or there twice, the second time much later. */
  private simulateRequest<Answer>(perform: () => Answer): Promise<Answer> {
    const way = () => this.chance() * this.weather.slowest;
    return new Promise((resolve, reject) => {
      const fail = () => reject(new Error("unreachable"));
      if (!this.online || this.chance() < this.weather.drops) {
        this.clock.schedule(fail, way());
        return;
      }
      if (this.chance() < this.weather.duplicates) this.clock.schedule(() => runQuietly(perform), 10 * way());
      this.clock.schedule(() => {
        const answer = runAsync(perform);
        const arrives = this.online && this.chance() >= this.weather.drops;
        this.clock.schedule(() => (arrives ? answer.then(resolve, reject) : fail()), way());
        answer.catch(() => {});
      }, way());
    });
  }

  /** Events come late, twice, out of order, or not at all until the connection is made anew. */
  private pollEvents(): void {
    if (this.isClosed) return;
    if (this.online && !this.eventsBlocked) {
      const again = this.chance() < this.weather.duplicates ? 3 : 0;
      const missed = this.server.log.slice(Math.max(0, this.eventPosition - again));
      this.eventPosition = this.server.log.length;
      for (const { revision, edits, id } of missed) {
        if (this.chance() < this.weather.drops)
          this.clock.schedule(() => this.resumeFrom(revision - 1), this.weather.slowest);
        else {
          const hear = () => {
            if (!this.online) this.resumeFrom(revision - 1);
            else if (!this.isClosed) this.editor.receiveChange({ revision, edits, id, by: "another" });
          };
          this.clock.schedule(hear, this.chance() * this.weather.slowest);
        }
      }
    }
    this.clock.schedule(() => this.pollEvents(), 50 + this.chance() * this.weather.slowest);
  }

  /** A connection that was lost goes on where it was, or asks for everything. */
  private resumeFrom(from: number): void {
    if (this.chance() < 0.3) this.editor.reload();
    else this.eventPosition = Math.min(this.eventPosition, from);
  }
}

const classifyTestError = (error: unknown): RetryDecision =>
  error instanceof IdTakenError ? { taken: error.names } : "later";

async function runAsync<Answer>(perform: () => Answer): Promise<Answer> {
  return perform();
}

function runQuietly(perform: () => unknown): void {
  void runAsync(perform).catch(() => {});
}
