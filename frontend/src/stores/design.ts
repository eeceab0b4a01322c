/** The open design: one way to change it, undo and redo, and the queue that saves it. */

import { create } from "zustand";
import { get as fetchJson, post, Refused, Unreachable } from "../api/client";
import { addressOf, visiting } from "../api/door";
import { lookingAs } from "../api/may";
import { queries, queryClient } from "../api/queries";
import type { Analysis, DesignState, Event } from "../api/types";
import { type Editor, type EditorDesk, startEditor } from "../graph/editor";
import { EMPTY, type History } from "../graph/history";
import { uniqueId } from "../graph/ids";
import { placed } from "../graph/places";
import { type Replica, unsent } from "../graph/replica";
import type { Desk, Remote, Saving, Snapshot, Verdict } from "../graph/sync";
import type { Design, Edit } from "../graph/types";
import { patiently } from "../later";
import { text } from "../messages/en";
import { notifyFailure } from "../notify";
import type { HeldCode } from "../share/links";
import { useEnding } from "./ending";
import { keep, showLiving, takeLeftovers } from "./unsent";

interface DesignStore {
  id: string | null;
  document: Design | null;
  replica: Replica | null;
  history: History;
  trusted: boolean;
  /** {node: who} of what visitors of a link changed, and nobody has looked at since. */
  unseen: Record<string, string>;
  saving: Saving;
  savedAt: Date | null;
  /** Changes of ours that wait for the server. */
  waiting: number;
  /** Whether the server's events reach us. */
  connected: boolean;
  analysis: Analysis | null;
}

const CLOSED: DesignStore = {
  id: null,
  document: null,
  replica: null,
  history: EMPTY,
  trusted: true,
  unseen: {},
  saving: "saved",
  savedAt: null,
  waiting: 0,
  connected: true,
  analysis: null,
};

/** This tab, to the server. */
export const client = uniqueId();
let changes = 0;

export const useDesign = create<DesignStore>(() => CLOSED);
const { getState, setState } = useDesign;

let editor: Editor | null = null;
showLiving(client);

/** What the page knows of one's attention: what is selected, and that its names may change. */
export type Attention = Pick<Desk, "working" | "renamed">;

export const readDesign = (id: string): Promise<DesignState> => fetchJson<DesignState>(addressOf(id));

/** Open a design that was read, and send what an earlier tab could not. */
export async function openDesign(state: DesignState, attention: Attention): Promise<void> {
  const { id } = state;
  const leftovers = await takeLeftovers(id, client);
  const { connected } = getState();
  setState({ ...CLOSED, id, connected, trusted: state.trusted, savedAt: new Date(state.updated_at) });
  const nextId = () => `${client}.${++changes}`;
  editor = startEditor(remoteOf(id), deskOf(id, attention), nextId, snapshot(state), leftovers, Date.now);
  void analyse();
}

/** The link by which this visitor came has ended: nothing more is sent, and what waits can be taken along. */
export function endVisit(sentence: string): void {
  const { replica, document } = getState();
  editor?.stop();
  useEnding.setState({ sentence, document, unsent: replica ? unsent(replica) : [] });
}

export function closeDesign(): void {
  editor?.stop();
  editor = null;
  setState(CLOSED);
}

const snapshot = ({ document, revision }: DesignState): Snapshot => ({ document: placed(document), revision });

const remoteOf = (id: string): Remote => ({
  read: async () => snapshot(await readDesign(id)),
  send: async ({ id: change, label, edits }) => {
    const body = { client, id: change, label, edits };
    return (await post<{ revision: number }>(addressOf(id, "edits"), body)).revision;
  },
  verdict,
});

/** What has to do with the change itself is for ever; a session that ended or a server in trouble is not. */
function verdict(error: unknown): Verdict {
  if (!(error instanceof Refused)) return "later";
  if (error.taken.length > 0) return { taken: error.taken };
  return [400, 413, 422].includes(error.status) ? "never" : "later";
}

const losing = () => patiently(() => import("../together/losing"));

const deskOf = (id: string, attention: Attention): EditorDesk => ({
  ...attention,
  show: (replica) => {
    const { revision } = getState().replica ?? { revision: -1 };
    const waiting = replica.changes.filter((change) => change.revision === null).length;
    setState({ replica, document: replica.document, waiting });
    if (replica.revision !== revision) void analyse();
  },
  saving: (saving) => setState(saving === "saved" ? { saving, savedAt: new Date() } : { saving }),
  listening: () => getState().connected,
  failed: (error) => {
    if (!(error instanceof Refused)) return;
    if (visiting() && error.status === 410) endVisit(error.message);
    else notifyFailure(error);
  },
  lost: (before, losses, by) => void losing().then(({ tellLosses }) => tellLosses(before, losses, by)),
  history: (history) => setState({ history }),
  leftAlone: (label) => void losing().then(({ tellKept }) => tellKept(label)),
  keep: (changes) => keep(id, client, changes),
  later: (call, milliseconds) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
});

/** Change the design: at once here, soon on the server. Returns whether anything was to change. */
export const change = (label: string, edits: Edit[], kind?: string): boolean =>
  mayChange() && (editor?.edit(label, edits, kind) ?? false);

/** As `change`, for things that were there before: they come back under the names that they had. */
export const putBack = (label: string, edits: Edit[]): boolean =>
  mayChange() && (editor?.putBack(label, edits) ?? false);

/** Whether whoever is here may change the design; who may not is told why it stays as it is. */
function mayChange(): boolean {
  const role = lookingAs();
  if (role !== null) notifyFailure(text.looking.stays[role]);
  return role === null;
}

export const undo = (): void => editor?.undo(text.history.undo);
export const redo = (): void => editor?.redo(text.history.redo);

/** Go back, or forward again, by so many entries of the history. */
export function travel(steps: number): void {
  for (let left = Math.abs(steps); left > 0; left -= 1) {
    if (steps < 0) undo();
    else redo();
  }
}

/** An event of the server about the document. */
export function receive(event: Extract<Event, { event: "edits" | "reset" }>): void {
  if (event.event === "reset") editor?.reread();
  else {
    const { revision, edits, id, person, client: tab } = event.data;
    editor?.hear({ revision, edits, id, by: tab === client ? undefined : person?.name });
  }
}

export function setConnected(connected: boolean): void {
  setState({ connected });
  if (connected) editor?.wake();
}

/** Resolves when the server has every change; rejects when it cannot be reached. */
export async function flushed(): Promise<void> {
  if (editor && !(await editor.settled())) throw new Unreachable();
}

/** The user vouches for the code of a design, as they have seen it; or has looked at what visitors changed. */
export async function trust(seen: HeldCode | null): Promise<void> {
  const { id } = getState();
  if (!id) return;
  const state = await (seen
    ? post<DesignState>(`/api/designs/${id}/trust`, { seen })
    : post<DesignState>(`/api/designs/${id}/looked`));
  setState({ trusted: state.trusted });
  await analyse(true);
}

/** Ask again what is known of the design; only the answer for the newest revision counts. */
export async function analyse(anew = false): Promise<void> {
  const { id, replica } = getState();
  if (!id || !replica) return;
  const query = queries.analysis(id, replica.revision);
  try {
    const analysis = await queryClient.fetchQuery({ ...query, staleTime: anew ? 0 : Number.POSITIVE_INFINITY });
    const now = getState();
    if (now.id === id && analysis.revision >= (now.analysis?.revision ?? 0))
      setState({ analysis, trusted: analysis.trusted, unseen: analysis.waiting });
  } catch (error) {
    if (error instanceof Refused) notifyFailure(error);
  }
}

addEventListener("online", () => editor?.wake());
