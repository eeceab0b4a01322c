/** The time that one design is open in this tab: read it, follow its events, let it go. */

import { visiting } from "../api/door";
import { type Listener, listen } from "../api/events";
import type { Event } from "../api/types";
import { layOutDesign } from "../canvas/arranging";
import { icons } from "../canvas/ModuleIcon";
import { setStage } from "../canvas/stage";
import { isStacked } from "../graph/places";
import { patiently } from "../later";
import { notifyFailure } from "../notify";
import {
  type Attention,
  analyse,
  client,
  closeDesign,
  endVisit,
  openDesign,
  readDesign,
  receive,
  setConnected,
  useDesign,
} from "./design";
import { loadLibrary, showOwnModules } from "./library";
import { closeRun, openRun, readShared, receiveRun } from "./run";
import { resetUi, useUi } from "./ui";

interface Session {
  /** Resolves when the design can be drawn. */
  opened: Promise<void>;
  close: () => void;
}

/** Listen first and read then, so that no edit falls in between; what is heard while reading waits. */
export function startSession(design: string): Session {
  resetUi();
  let early: Event[] | null = [];
  const hear: Listener["onEvent"] = (event) => {
    if (early) early.push(event);
    else tell(event);
  };
  const stream = listen(design, client, { onEvent: hear, onConnection: setConnected });
  let closed = false;
  let stopPresence = () => {};
  const stopFollowing = useDesign.subscribe(({ analysis }, before) => {
    if (analysis && analysis !== before.analysis) showOwnModules(analysis.modules);
  });
  const open = async () => {
    const reading = stream.begun.then(() => readDesign(design));
    // With the catalog: a card is drawn by what its module declares.
    const [state] = await Promise.all([reading, loadLibrary(), icons()]);
    if (closed) return;
    await openDesign(state, attention);
    const { document } = useDesign.getState();
    if (document && isStacked(document)) void layOutDesign().catch(notifyFailure);
    await openRun(design);
    const heard = early ?? [];
    early = null;
    if (closed) return;
    heard.forEach(tell);
    void presence().then(({ startPresence }) => {
      if (!closed) stopPresence = startPresence(design, client);
    });
    if (visiting()?.comments === false) return;
    void threads().then(({ openThreads }) => (closed ? undefined : openThreads(design)));
  };
  const close = () => {
    closed = true;
    stream.close();
    stopFollowing();
    stopPresence();
    void threads().then(({ closeThreads }) => closeThreads(design));
    setStage(null);
    closeRun();
    closeDesign();
    showOwnModules([]);
  };
  return { opened: open(), close };
}

const attention: Attention = {
  working: () => useUi.getState().selection.map((card) => ["nodes", card]),
  renamed: (names) => useUi.setState(({ selection }) => ({ selection: selection.map((card) => names("nodes", card)) })),
};

const presence = () => patiently(() => import("../together/presence"));
const threads = () => patiently(() => import("../together/threads"));

let reading = false;
let wanted = false;

/** Of many words of a run in a row the first and the last count. */
async function readResults(): Promise<void> {
  wanted = true;
  if (reading) return;
  reading = true;
  while (wanted) {
    wanted = false;
    const { id } = useDesign.getState();
    if (id) await readShared(id).catch(() => {});
    await analyse(true);
  }
  reading = false;
}

function tell(event: Event): void {
  switch (event.event) {
    case "edits":
      receive(event);
      break;
    case "presence":
    case "at":
      void presence().then(({ hearOfOthers }) => hearOfOthers(event, client));
      break;
    case "trust":
      void analyse(true);
      break;
    case "results":
      void readResults();
      break;
    case "ended":
      endVisit(event.data.detail);
      break;
    case "comments":
      void threads().then(({ readThreads }) => readThreads());
      break;
    case "reset":
      receive(event);
      void threads().then(({ readThreads }) => readThreads());
      receiveRun(event);
      break;
    default:
      receiveRun(event);
  }
}
