/** The open design: one way to change it, undo and redo, and the queue that saves it. */

import { create } from "zustand";
import { get as fetchJson, post, Refused, Unreachable } from "../api/client";
import { queries, queryClient } from "../api/queries";
import type { Analysis, DesignState, Event } from "../api/types";
import { invert } from "../graph/edits";
import * as histories from "../graph/history";
import { uniqueId } from "../graph/ids";
import { placed } from "../graph/places";
import * as replicas from "../graph/replica";
import type { Design, Edit } from "../graph/types";
import { text } from "../messages/en";
import { notifyFailure } from "../notify";
import { keep, takeLeftovers } from "./unsent";

export type Saving = "saved" | "saving" | "offline";

interface DesignStore {
  id: string | null;
  document: Design | null;
  replica: replicas.Replica | null;
  history: histories.History;
  trusted: boolean;
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
  history: histories.EMPTY,
  trusted: true,
  saving: "saved",
  savedAt: null,
  waiting: 0,
  connected: true,
  analysis: null,
};

/** This tab, to the server. */
export const client = uniqueId();
const LONGEST_WAIT = 10_000;

export const useDesign = create<DesignStore>(() => CLOSED);
const { getState, setState } = useDesign;

let sending: Promise<void> | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
let failures = 0;

/** Open a design and send what an earlier tab could not. */
export async function openDesign(id: string): Promise<void> {
  const state = await fetchJson<DesignState>(`/api/designs/${id}`);
  const leftovers = takeLeftovers(id);
  const replica = replicas.replica(placed(state.document), state.revision, leftovers);
  const { connected } = getState();
  setState({ ...CLOSED, id, connected, trusted: state.trusted, savedAt: new Date(state.updated_at) });
  show(replica);
  send();
  void analyse();
}

export function closeDesign(): void {
  clearTimeout(retry);
  setState(CLOSED);
}

/** Change the design: at once here, soon on the server. Returns whether anything was to change. */
export function change(label: string, edits: Edit[]): boolean {
  const { document, history } = getState();
  if (!document) return false;
  const inverse = invert(document, edits);
  if (inverse.length === 0) return false;
  setState({ history: histories.record(history, { label, edits, inverse, at: Date.now() }) });
  make(label, edits);
  return true;
}

export function undo(): void {
  step(histories.undo(getState().history), (entry) => entry.inverse, text.history.undo);
}

export function redo(): void {
  step(histories.redo(getState().history), (entry) => entry.edits, text.history.redo);
}

/** Go back, or forward again, by so many entries of the history. */
export function travel(steps: number): void {
  for (let left = Math.abs(steps); left > 0; left -= 1) {
    if (steps < 0) undo();
    else redo();
  }
}

function step(
  moved: ReturnType<typeof histories.undo>,
  editsOf: (entry: histories.Entry) => Edit[],
  describe: (label: string) => string,
): void {
  if (!moved) return;
  setState({ history: moved.history });
  make(describe(moved.entry.label), editsOf(moved.entry));
}

function make(label: string, edits: Edit[]): void {
  const { replica } = getState();
  if (!replica) return;
  show(replicas.made(replica, { id: uniqueId(), label, edits, revision: null }));
  send();
}

/** An event of the server about the document. */
export function receive(event: Extract<Event, { event: "edits" | "reset" }>): void {
  const { replica } = getState();
  if (!replica) return;
  if (event.event === "reset") {
    void reread();
    return;
  }
  const { revision, edits } = event.data;
  const after = replicas.arrived(replica, { revision, edits, own: event.data.client === client });
  if (after === null) void reread();
  else if (after !== replica) {
    show(after);
    void analyse();
  }
}

export function setConnected(connected: boolean): void {
  setState({ connected });
  if (connected) send();
}

/** Resolves when the server has every change; rejects when it cannot be reached. */
export async function flushed(): Promise<void> {
  send();
  await sending;
  if (getState().waiting > 0) throw new Unreachable();
}

/** The user vouches for the scripts of a design that came from elsewhere. */
export async function trust(): Promise<void> {
  const { id } = getState();
  if (!id) return;
  const state = await post<DesignState>(`/api/designs/${id}/trust`);
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
    if (now.id === id && analysis.revision >= (now.analysis?.revision ?? 0)) setState({ analysis });
  } catch (error) {
    if (error instanceof Refused) notifyFailure(error);
  }
}

async function reread(): Promise<void> {
  const { id } = getState();
  if (!id) return;
  try {
    const state = await fetchJson<DesignState>(`/api/designs/${id}`);
    const { replica, id: still } = getState();
    if (replica && still === id) show(replicas.reread(replica, placed(state.document), state.revision));
    await analyse(true);
  } catch (error) {
    if (error instanceof Refused) notifyFailure(error);
  }
}

function show(replica: replicas.Replica): void {
  const unsent = replicas.unsent(replica);
  const { id } = getState();
  if (id) keep(id, client, unsent);
  setState({ replica, document: replica.document, waiting: unsent.length });
}

/** Send the unsent changes, one after another, in order. */
function send(): void {
  clearTimeout(retry);
  if (sending || getState().waiting === 0) return;
  setState((state) => ({ saving: state.saving === "offline" ? "offline" : "saving" }));
  sending = sendAll().finally(() => {
    sending = null;
  });
}

async function sendAll(): Promise<void> {
  for (;;) {
    const { id, replica } = getState();
    const next = replica && replicas.unsent(replica)[0];
    if (!id || !next) break;
    try {
      const body = { client, id: next.id, label: next.label, edits: next.edits };
      const { revision } = await post<{ revision: number }>(`/api/designs/${id}/edits`, body);
      onReplica(id, (current) => replicas.acknowledged(current, next.id, revision));
      failures = 0;
    } catch (error) {
      if (!(error instanceof Refused)) {
        sendLater();
        return;
      }
      notifyFailure(error);
      onReplica(id, (current) => replicas.refused(current, next.id));
    }
  }
  if (getState().id) {
    setState({ saving: "saved", savedAt: new Date() });
    if (!getState().connected) void reread();
  }
}

function onReplica(id: string, after: (replica: replicas.Replica) => replicas.Replica): void {
  const state = getState();
  if (state.id === id && state.replica) show(after(state.replica));
}

function sendLater(): void {
  setState({ saving: "offline" });
  failures += 1;
  retry = setTimeout(send, Math.min(1000 * 2 ** (failures - 1), LONGEST_WAIT));
}

addEventListener("online", send);
