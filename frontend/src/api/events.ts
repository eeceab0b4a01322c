/** The server's events of one design: connect, reconnect where the last one left off, say when it is quiet. */

import { urlOf } from "./base";
import { get, Refused } from "./client";
import { addressOf, visiting } from "./door";
import { inTeam } from "./team";
import type { Event } from "./types";

export interface Listener {
  onEvent: (event: Event) => void;
  /** True when connected, false as soon as the connection is lost. */
  onConnection: (connected: boolean) => void;
}

export interface Stream {
  /** Resolves when the server has begun to tell, or could not be reached. */
  begun: Promise<void>;
  close: () => void;
}

const TOGETHER: Event["event"][] = ["edits", "presence", "at", "comments", "trust", "reset", "results", "ended"];
const NAMES: Event["event"][] = [...TOGETHER, "run", "step", "progress", "log"];
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;

/**
 * Listen to a design as one tab, which others see there. The browser itself reconnects with Last-Event-ID; when it gives up (the server answered with an error,
 * as while it restarts) we start anew after a while. Where a new start may have missed something, a reset says so.
 */
export function listen(design: string, client: string, listener: Listener): Stream {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT;
  let lost = false;
  let resumable = false;
  let begin: () => void;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });

  const onOpen = () => {
    wait = FIRST_WAIT;
    listener.onConnection(true);
    if (lost && !resumable) listener.onEvent({ event: "reset", data: {} });
    lost = false;
    begin();
  };
  const onError = () => {
    listener.onConnection(false);
    lost = true;
    begin();
    // A stream that the server ended may be that of a session which is over: then the answer leads to the login.
    if (inTeam && !visiting()) void get("/api/me").catch(() => {});
    if (source?.readyState !== EventSource.CLOSED) return;
    if (visiting()) void get(addressOf(design)).catch(refused);
    resumable = false;
    timer = setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  };
  /** Why a visitor is not let in any more; the browser does not tell it of a stream. */
  function refused(error: unknown): void {
    if (!(error instanceof Refused && error.status === 410)) return;
    listener.onEvent({ event: "ended", data: { detail: error.message } });
  }
  function open() {
    source = new EventSource(urlOf(`${addressOf(design, "events")}?client=${client}`));
    source.onopen = onOpen;
    source.onerror = onError;
    for (const name of NAMES) {
      source.addEventListener(name, (message: MessageEvent<string>) => {
        // Only after an event with an id does the browser know where to go on.
        resumable ||= message.lastEventId !== "";
        listener.onEvent(parsed(name, message));
      });
    }
  }

  open();
  return {
    begun,
    close: () => {
      clearTimeout(timer);
      source?.close();
    },
  };
}

function parsed(name: Event["event"], message: MessageEvent<string>): Event {
  return { event: name, id: Number(message.lastEventId), data: JSON.parse(message.data) } as Event;
}
