/** The server's events of one design: connect, reconnect where the last one left off, say when it is quiet. */

import { getGuestAccess, toDesignPath } from "./accessMode";
import type { DesignEvent } from "./apiTypes";
import { toUrl } from "./basePath";
import { ApiError, getJson } from "./client";
import { hasAccounts } from "./currentWorkspace";
import { getEmbed } from "./embedding";
import { openKeyedEventSource } from "./keyedEventSource";

export interface DesignEventHandlers {
  onEvent: (event: DesignEvent) => void;
  /** True when connected, false as soon as the connection is lost. */
  onConnection: (connected: boolean) => void;
}

export interface DesignEventStream {
  /** Resolves when the server has begun to tell, or could not be reached. */
  started: Promise<void>;
  close: () => void;
}

const COLLABORATION_EVENTS: DesignEvent["event"][] = [
  "edits",
  "presence",
  "at",
  "comments",
  "proposals",
  "trust",
  "reset",
  "results",
  "ended",
];
const EVENT_NAMES: DesignEvent["event"][] = [...COLLABORATION_EVENTS, "run", "step", "progress", "log"];
const MIN_RECONNECT_DELAY = 500;
const MAX_RECONNECT_DELAY = 8_000;

/**
 * Listen to a design as one tab, which others see there. The browser itself reconnects with Last-Event-ID; when it gives up (the server answered with an error,
 * as while it restarts) we start anew after a while. Where a new start may have missed something, a reset says so.
 */
export function openEventStream(design: string, client: string, listener: DesignEventHandlers): DesignEventStream {
  let source: Pick<EventSource, "onopen" | "onerror" | "readyState" | "addEventListener" | "close"> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = MIN_RECONNECT_DELAY;
  let lost = false;
  let resumable = false;
  let begin: () => void;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });

  const onOpen = () => {
    wait = MIN_RECONNECT_DELAY;
    listener.onConnection(true);
    if (lost && !resumable) listener.onEvent({ event: "reset", id: 0, data: {} });
    lost = false;
    begin();
  };
  const onError = () => {
    listener.onConnection(false);
    lost = true;
    begin();
    // A stream that the server ended may be that of a session which is over: then the answer leads to the login.
    if (hasAccounts && !getGuestAccess()) void getJson("/api/me").catch(() => {});
    if (source?.readyState !== EventSource.CLOSED) return;
    if (getGuestAccess()) void getJson(toDesignPath(design)).catch(refused);
    resumable = false;
    timer = setTimeout(open, wait);
    wait = Math.min(wait * 2, MAX_RECONNECT_DELAY);
  };
  /** Why a visitor is not let in any more; the browser does not tell it of a stream. */
  function refused(error: unknown): void {
    if (!(error instanceof ApiError && error.status === 410)) return;
    listener.onEvent({ event: "ended", data: { detail: error.message } });
  }
  function open() {
    const path = `${toDesignPath(design, "events")}?client=${client}`;
    source = getEmbed() ? openKeyedEventSource(path) : new EventSource(toUrl(path));
    source.onopen = onOpen;
    source.onerror = onError;
    for (const name of EVENT_NAMES) {
      source.addEventListener(name, (message: MessageEvent<string>) => {
        // Only after an event with an id does the browser know where to go on.
        resumable ||= message.lastEventId !== "";
        listener.onEvent(parseEvent(name, message));
      });
    }
  }

  open();
  return {
    started: begun,
    close: () => {
      clearTimeout(timer);
      source?.close();
    },
  };
}

function parseEvent(name: DesignEvent["event"], message: MessageEvent<string>): DesignEvent {
  return { event: name, id: Number(message.lastEventId), data: JSON.parse(message.data) } as DesignEvent;
}
