/** A small world for tests: a server that follows the real one's rules, tabs with the real client code, a network between. */

import { type Editor, startEditor } from "./editor";
import { apply, valueAt } from "./edits";
import type { Change, Replica } from "./replica";
import type { Verdict } from "./sync";
import type { Design, Edit, Json } from "./types";

export type Random = () => number;

/** Mulberry32: the same numbers for the same seed. */
export function random(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Time that passes only when told, so that thousands of seconds take none. */
export class Clock {
  now = 0;
  private sequence = 0;
  private waiting: { at: number; sequence: number; call: () => void }[] = [];

  later = (call: () => void, milliseconds: number): (() => void) => {
    const one = { at: this.now + milliseconds, sequence: ++this.sequence, call };
    this.waiting.push(one);
    return () => {
      this.waiting = this.waiting.filter((other) => other !== one);
    };
  };

  /** Let everything happen until the time, with all promises that follow from it. */
  async until(time: number): Promise<void> {
    for (;;) {
      const next = this.waiting
        .filter(({ at }) => at <= time)
        .sort((one, other) => one.at - other.at || one.sequence - other.sequence)[0];
      if (!next) break;
      this.waiting = this.waiting.filter((one) => one !== next);
      this.now = next.at;
      next.call();
      await settle();
    }
    this.now = time;
  }
}

/** Long enough for every chain of promises in the client. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 25; turn += 1) await Promise.resolve();
}

interface Logged {
  revision: number;
  id: string;
  edits: Edit[];
}

class Taken extends Error {
  constructor(readonly names: string[][]) {
    super("taken");
  }
}

/** As `server/api/designs.py` and `server/storage/designs.py` do it. */
export class SimulatedServer {
  log: Logged[] = [];
  /** Changes that would have taken the place of what another made, and where. */
  refused = new Map<string, string[][]>();
  /** Where something was overwritten as a whole all the same. */
  overwritten: string[][] = [];

  constructor(public document: Design) {}

  take({ id, edits }: Pick<Change, "id" | "edits">): number {
    const known = this.log.find((entry) => entry.id === id);
    if (known) return known.revision;
    const names = edits.filter((edit) => edit.new && valueAt(this.document, edit.path) !== undefined);
    if (names.length > 0 && !this.refused.has(id)) {
      this.refused.set(
        id,
        names.map(({ path }) => path),
      );
    }
    const taken = this.refused.get(id);
    if (taken) throw new Taken(taken);
    for (const { path, value } of edits) if (this.overwrites(path, value)) this.overwritten.push(path);
    this.document = apply(this.document, edits);
    // What goes over the wire loses what JSON does not have.
    this.log.push({ revision: this.log.length + 1, id, edits: JSON.parse(JSON.stringify(edits)) as Edit[] });
    return this.log.length;
  }

  /** Whether it puts a thing, or a list of edges, in the place of another. */
  private overwrites(path: string[], value: Json | undefined): boolean {
    const before = valueAt(this.document, path);
    if (value === undefined || before === undefined) return false;
    return path.length === 2 || (path[2] === "inputs" && path.length === 4 && Array.isArray(before));
  }
}

/** What may go wrong between a tab and the server, as shares of one. */
export interface Weather {
  drops: number;
  duplicates: number;
  slowest: number;
}

/** One open page. */
export class Tab {
  online = true;
  /** No event comes, though the connection seems well. */
  deaf = false;
  made: string[] = [];
  acknowledged: string[] = [];
  lost = 0;
  shown: Replica | null = null;
  editor: Editor;
  private heard: number;
  private kept: Change[] = [];
  private gone = false;

  constructor(
    readonly name: string,
    private server: SimulatedServer,
    private clock: Clock,
    private chance: Random,
    private weather: Weather,
    leftovers: Change[] = [],
  ) {
    this.heard = server.log.length;
    let sequence = 0;
    const nextId = () => {
      this.made.push(`${name}.${++sequence}`);
      return this.made.at(-1)!;
    };
    this.editor = startEditor(
      { read: () => this.request(() => this.snapshot()), send: (change) => this.send(change), verdict },
      {
        show: (replica) => {
          this.shown = replica;
        },
        saving: () => {},
        failed: () => {},
        lost: () => {
          this.lost += 1;
        },
        working: () => [],
        renamed: () => {},
        keep: (unsent) => {
          this.kept = JSON.parse(JSON.stringify(unsent)) as Change[];
        },
        listening: () => this.online,
        later: clock.later,
        history: () => {},
        leftAlone: () => {},
      },
      nextId,
      this.snapshot(),
      leftovers,
      () => clock.now,
    );
    this.listen();
  }

  get document(): Design {
    return this.editor.replica().document;
  }

  /** The tab is killed; what it kept in the browser stays. */
  kill(): Change[] {
    this.gone = true;
    this.editor.stop();
    return this.kept;
  }

  setOnline(online: boolean): void {
    this.online = online;
    if (online) this.editor.wake();
  }

  private snapshot = () => ({ document: this.server.document, revision: this.server.log.length });

  private async send(change: Change): Promise<number> {
    const sent = JSON.parse(JSON.stringify(change)) as Change;
    const revision = await this.request(() => this.server.take(sent));
    this.acknowledged.push(change.id);
    return revision;
  }

  /** Over the network: late, lost on the way there or back, or there twice, the second time much later. */
  private request<Answer>(perform: () => Answer): Promise<Answer> {
    const way = () => this.chance() * this.weather.slowest;
    return new Promise((resolve, reject) => {
      const fail = () => reject(new Error("unreachable"));
      if (!this.online || this.chance() < this.weather.drops) {
        this.clock.later(fail, way());
        return;
      }
      if (this.chance() < this.weather.duplicates) this.clock.later(() => quietly(perform), 10 * way());
      this.clock.later(() => {
        const answer = outcome(perform);
        const arrives = this.online && this.chance() >= this.weather.drops;
        this.clock.later(() => (arrives ? answer.then(resolve, reject) : fail()), way());
        answer.catch(() => {});
      }, way());
    });
  }

  /** Events come late, twice, out of order, or not at all until the connection is made anew. */
  private listen(): void {
    if (this.gone) return;
    if (this.online && !this.deaf) {
      const again = this.chance() < this.weather.duplicates ? 3 : 0;
      const missed = this.server.log.slice(Math.max(0, this.heard - again));
      this.heard = this.server.log.length;
      for (const { revision, edits, id } of missed) {
        if (this.chance() < this.weather.drops) this.clock.later(() => this.resume(revision - 1), this.weather.slowest);
        else {
          const hear = () => {
            if (!this.online) this.resume(revision - 1);
            else if (!this.gone) this.editor.hear({ revision, edits, id, by: "another" });
          };
          this.clock.later(hear, this.chance() * this.weather.slowest);
        }
      }
    }
    this.clock.later(() => this.listen(), 50 + this.chance() * this.weather.slowest);
  }

  /** A connection that was lost goes on where it was, or asks for everything. */
  private resume(from: number): void {
    if (this.chance() < 0.3) this.editor.reread();
    else this.heard = Math.min(this.heard, from);
  }
}

const verdict = (error: unknown): Verdict => (error instanceof Taken ? { taken: error.names } : "later");

async function outcome<Answer>(perform: () => Answer): Promise<Answer> {
  return perform();
}

function quietly(perform: () => unknown): void {
  void outcome(perform).catch(() => {});
}
