/** The open design: one way to change it, undo and redo, and the queue that saves it. */

import { create } from "zustand";
import { getGuestAccess, toDesignPath } from "../api/accessMode";
import type { Analysis, DesignEvent, DesignState } from "../api/apiTypes";
import { ApiError, getJson, postJson, UnreachableError } from "../api/client";
import type { Design, Edit } from "../api/designDocument";
import { getReadOnlyRole } from "../api/permissions";
import { queries, queryClient } from "../api/queries";
import type { UntrustedCode } from "../api/shareLinks";
import { type DesignEditor, type EditorHost, startEditor } from "../graph/designEditor";
import type { DesignRevision, DesignServer, RetryDecision, SaveState, SyncHost } from "../graph/designSync";
import { createUniqueId } from "../graph/ids";
import { placeUnplacedNodes } from "../graph/initialPositions";
import { type LocalCopy, listUnsentChanges } from "../graph/localCopy";
import { type EditHistory, EMPTY_HISTORY } from "../graph/undoHistory";
import { loadWithRetry } from "../lib/lazy";
import { notifyFailure } from "../lib/toasts";
import { appTexts } from "../messages/appTexts";
import { useLinkExpiry } from "./linkExpiry";
import { claimAbandonedChanges, holdTabLock, storeUnsentChanges } from "./offlineQueue";

interface DesignStore {
  id: string | null;
  document: Design | null;
  localCopy: LocalCopy | null;
  history: EditHistory;
  trusted: boolean;
  /** {node: who} of what visitors of a link changed, and nobody has looked at since. */
  unreviewed: Record<string, string>;
  saving: SaveState;
  savedAt: Date | null;
  /** Changes of ours that wait for the server. */
  unsentCount: number;
  /** Whether the server's events reach us. */
  connected: boolean;
  analysis: Analysis | null;
}

const CLOSED_DESIGN: DesignStore = {
  id: null,
  document: null,
  localCopy: null,
  history: EMPTY_HISTORY,
  trusted: true,
  unreviewed: {},
  saving: "saved",
  savedAt: null,
  unsentCount: 0,
  connected: true,
  analysis: null,
};

/** This tab, to the server. */
export const clientId = createUniqueId();
let changeCount = 0;

export const useDesign = create<DesignStore>(() => CLOSED_DESIGN);
const { getState, setState } = useDesign;

let editor: DesignEditor | null = null;
holdTabLock(clientId);

/** What the page knows of one's attention: what is selected, and that its names may change. */
export type EditingFocus = Pick<SyncHost, "listActivePaths" | "renameIds">;

export const readDesign = (id: string): Promise<DesignState> => getJson<DesignState>(toDesignPath(id));

/** Open a design that was read, and send what an earlier tab could not. */
export async function openDesign(state: DesignState, attention: EditingFocus): Promise<void> {
  const { id } = state;
  const leftovers = await claimAbandonedChanges(id, clientId);
  const { connected } = getState();
  setState({ ...CLOSED_DESIGN, id, connected, trusted: state.trusted, savedAt: new Date(state.updated_at) });
  const nextId = () => `${clientId}.${++changeCount}`;
  editor = startEditor(
    createDesignServer(id),
    createEditorHost(id, attention),
    nextId,
    toDesignRevision(state),
    leftovers,
    Date.now,
  );
  void analyzeDesign();
}

/** The link by which this visitor came has ended: nothing more is sent, and what waits can be taken along. */
export function endGuestSession(sentence: string): void {
  const { localCopy, document } = getState();
  editor?.stop();
  useLinkExpiry.setState({ sentence, document, unsent: localCopy ? listUnsentChanges(localCopy) : [] });
}

export function closeDesign(): void {
  editor?.stop();
  editor = null;
  setState(CLOSED_DESIGN);
}

const toDesignRevision = ({ document, revision }: DesignState): DesignRevision => ({
  document: placeUnplacedNodes(document),
  revision,
});

const createDesignServer = (id: string): DesignServer => ({
  readRevision: async () => toDesignRevision(await readDesign(id)),
  sendChange: async ({ id: change, label, edits }) => {
    const body = { client: clientId, id: change, label, edits };
    return (await postJson<{ revision: number }>(toDesignPath(id, "edits"), body)).revision;
  },
  decideRetry,
});

/** What has to do with the change itself is for ever; a session that ended or a server in trouble is not. */
function decideRetry(error: unknown): RetryDecision {
  if (!(error instanceof ApiError)) return "later";
  if (error.taken.length > 0) return { taken: error.taken };
  return [400, 413, 422].includes(error.status) ? "never" : "later";
}

const loadConflictNotices = () => loadWithRetry(() => import("./conflictNotices"));

const createEditorHost = (id: string, attention: EditingFocus): EditorHost => ({
  ...attention,
  showLocalCopy: (replica) => {
    const { revision } = getState().localCopy ?? { revision: -1 };
    const waiting = replica.changes.filter((change) => change.revision === null).length;
    setState({ localCopy: replica, document: replica.document, unsentCount: waiting });
    if (replica.revision !== revision) void analyzeDesign();
  },
  setSaveState: (saving) => setState(saving === "saved" ? { saving, savedAt: new Date() } : { saving }),
  isListening: () => getState().connected,
  reportFailure: (error) => {
    if (!(error instanceof ApiError)) return;
    if (getGuestAccess() && error.status === 410) endGuestSession(error.message);
    else notifyFailure(error);
  },
  reportDeletions: (before, losses, by) =>
    void loadConflictNotices().then(({ notifyLosses }) => notifyLosses(before, losses, by)),
  showHistory: (history) => setState({ history }),
  reportSkippedEdits: (label) => void loadConflictNotices().then(({ notifyUndoConflict }) => notifyUndoConflict(label)),
  storeUnsent: (changes) => storeUnsentChanges(id, clientId, changes),
  schedule: (call, milliseconds) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  },
});

/** Change the design: at once here, soon on the server. Returns whether anything was to change. */
export const changeDesign = (label: string, edits: Edit[], kind?: string): boolean =>
  canChangeDesign() && (editor?.edit(label, edits, kind) ?? false);

/** As `change`, for things that were there before: they come back under the names that they had. */
export const restoreInDesign = (label: string, edits: Edit[]): boolean =>
  canChangeDesign() && (editor?.restore(label, edits) ?? false);

/** Whether whoever is here may change the design; who may not is told why it stays as it is. */
function canChangeDesign(): boolean {
  const role = getReadOnlyRole();
  if (role !== null) notifyFailure(appTexts.readOnly.notAllowed[role]);
  return role === null;
}

export const undoChange = (): void => editor?.undo(appTexts.history.undo);
export const redoChange = (): void => editor?.redo(appTexts.history.redo);

/** Go back, or forward again, by so many entries of the history. */
export function moveInHistory(steps: number): void {
  for (let left = Math.abs(steps); left > 0; left -= 1) {
    if (steps < 0) undoChange();
    else redoChange();
  }
}

/** An event of the server about the document. */
export function receiveEdits(event: Extract<DesignEvent, { event: "edits" | "reset" }>): void {
  if (event.event === "reset") editor?.reload();
  else {
    const { revision, edits, id, person, client: tab } = event.data;
    editor?.receiveChange({ revision, edits, id, by: tab === clientId ? undefined : person?.name });
  }
}

export function setConnected(connected: boolean): void {
  setState({ connected });
  if (connected) editor?.resume();
}

/** Resolves when the server has every change; rejects when it cannot be reached. */
export async function flushChanges(): Promise<void> {
  if (editor && !(await editor.waitUntilSettled())) throw new UnreachableError();
}

/** The user vouches for the code of a design, as they have seen it; or has looked at what visitors changed. */
export async function trustDesign(seen: UntrustedCode | null): Promise<void> {
  const { id } = getState();
  if (!id) return;
  const state = await (seen
    ? postJson<DesignState>(`/api/designs/${id}/trust`, { seen })
    : postJson<DesignState>(`/api/designs/${id}/review`));
  setState({ trusted: state.trusted });
  await analyzeDesign(true);
}

/** Ask again what is known of the design; only the answer for the newest revision counts. */
export async function analyzeDesign(anew = false): Promise<void> {
  const { id, localCopy } = getState();
  if (!id || !localCopy) return;
  const query = queries.analysis(id, localCopy.revision);
  try {
    const analysis = await queryClient.fetchQuery({ ...query, staleTime: anew ? 0 : Number.POSITIVE_INFINITY });
    const now = getState();
    if (now.id === id && analysis.revision >= (now.analysis?.revision ?? 0))
      setState({ analysis, trusted: analysis.trusted, unreviewed: analysis.waiting });
  } catch (error) {
    if (error instanceof ApiError) notifyFailure(error);
  }
}

addEventListener("online", () => editor?.resume());
