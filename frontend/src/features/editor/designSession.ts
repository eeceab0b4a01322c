/** The time that one design is open in this tab: read it, follow its events, let it go. */

import { getGuestAccess } from "../../api/accessMode";
import type { DesignEvent } from "../../api/apiTypes";
import { type DesignEventHandlers, openEventStream } from "../../api/designEvents";
import { layOutDesign } from "../../canvas/arrangeCards";
import { setViewportFlow } from "../../canvas/viewport";
import { hasStackedNodes } from "../../graph/initialPositions";
import { loadWithRetry } from "../../lib/lazy";
import { notifyFailure } from "../../lib/toasts";
import { loadCatalog, setCustomModules } from "../../stores/catalogStore";
import {
  analyzeDesign,
  clientId,
  closeDesign,
  type EditingFocus,
  endGuestSession,
  openDesign,
  readDesign,
  receiveEdits,
  setConnected,
  useDesign,
} from "../../stores/designStore";
import { refreshProposals } from "../../stores/proposals";
import { closeRun, loadSharedResults, openRun, receiveRun } from "../../stores/runStore";
import { resetUi, useUi } from "../../stores/uiStore";
import { loadIcons } from "../../ui/ModuleIcon";

interface DesignSession {
  /** Resolves when the design can be drawn. */
  opened: Promise<void>;
  close: () => void;
}

/** Listen first and read then, so that no edit falls in between; what is heard while reading waits. */
export function startSession(design: string): DesignSession {
  resetUi();
  let early: DesignEvent[] | null = [];
  const hear: DesignEventHandlers["onEvent"] = (event) => {
    if (early) early.push(event);
    else dispatchEvent(event);
  };
  const stream = openEventStream(design, clientId, { onEvent: hear, onConnection: setConnected });
  let closed = false;
  let stopPresence = () => {};
  const stopFollowing = useDesign.subscribe(({ analysis }, before) => {
    if (analysis && analysis !== before.analysis) setCustomModules(analysis.modules);
  });
  const open = async () => {
    const reading = stream.started.then(() => readDesign(design));
    // With the catalog: a card is drawn by what its module declares.
    const [state] = await Promise.all([reading, loadCatalog(), loadIcons()]);
    if (closed) return;
    await openDesign(state, editingFocus);
    const { document } = useDesign.getState();
    if (document && hasStackedNodes(document)) void layOutDesign().catch(notifyFailure);
    await openRun(design);
    const heard = early ?? [];
    early = null;
    if (closed) return;
    heard.forEach(dispatchEvent);
    void loadPresence().then(({ startPresence }) => {
      if (!closed) stopPresence = startPresence(design, clientId);
    });
    if (getGuestAccess()?.comments === false) return;
    void loadThreads().then(({ openThreads }) => (closed ? undefined : openThreads(design)));
  };
  const close = () => {
    closed = true;
    stream.close();
    stopFollowing();
    stopPresence();
    void loadThreads().then(({ closeThreads }) => closeThreads(design));
    setViewportFlow(null);
    closeRun();
    closeDesign();
    setCustomModules([]);
  };
  return { opened: open(), close };
}

const editingFocus: EditingFocus = {
  listActivePaths: () => useUi.getState().selection.map((card) => ["nodes", card]),
  renameIds: (names) =>
    useUi.setState(({ selection }) => ({ selection: selection.map((card) => names("nodes", card)) })),
};

const loadPresence = () => loadWithRetry(() => import("../collaboration/presence"));
const loadThreads = () => loadWithRetry(() => import("../../stores/commentThreads"));

let isReadingResults = false;
let isReadWanted = false;

/** Of many words of a run in a row the first and the last count. */
async function reloadResults(): Promise<void> {
  isReadWanted = true;
  if (isReadingResults) return;
  isReadingResults = true;
  while (isReadWanted) {
    isReadWanted = false;
    const { id } = useDesign.getState();
    if (id) await loadSharedResults(id).catch(() => {});
    await analyzeDesign(true);
  }
  isReadingResults = false;
}

function dispatchEvent(event: DesignEvent): void {
  switch (event.event) {
    case "edits":
      receiveEdits(event);
      break;
    case "presence":
    case "at":
      void loadPresence().then(({ receivePresence }) => receivePresence(event, clientId));
      break;
    case "trust":
      void analyzeDesign(true);
      break;
    case "results":
      void reloadResults();
      break;
    case "ended":
      endGuestSession(event.data.detail);
      break;
    case "comments":
      void loadThreads().then(({ readThreads }) => readThreads());
      break;
    case "proposals":
      void refreshProposals();
      break;
    case "reset":
      receiveEdits(event);
      void refreshProposals();
      void loadThreads().then(({ readThreads }) => readThreads());
      receiveRun(event);
      break;
    default:
      receiveRun(event);
  }
}
