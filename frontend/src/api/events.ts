/** The server's events of one design: connect, reconnect where the last one left off, say when it is quiet. */

import type { Event } from "./types";

export interface Listener {
  onEvent: (event: Event) => void;
  /** True when connected, false as soon as the connection is lost. */
  onConnection: (connected: boolean) => void;
}

const NAMES: Event["event"][] = ["edits", "run", "step", "progress", "log", "reset"];
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8_000;

/**
 * Listen until the returned function is called. The browser itself reconnects with Last-Event-ID; when it gives up (the
 * server answered with an error, as while it restarts) we start anew after a while and ask for a fresh start.
 */
export function listen(design: string, listener: Listener): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT;
  let again = false;

  const open = () => {
    source = new EventSource(`/api/designs/${encodeURIComponent(design)}/events`);
    source.onopen = () => {
      wait = FIRST_WAIT;
      listener.onConnection(true);
      // A new EventSource has no Last-Event-ID: what happened in between has to be read again.
      if (again) listener.onEvent({ event: "reset", data: {} });
      again = false;
    };
    source.onerror = () => {
      listener.onConnection(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      again = true;
      timer = setTimeout(open, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
    for (const name of NAMES) source.addEventListener(name, (message) => listener.onEvent(parsed(name, message)));
  };

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

function parsed(name: Event["event"], message: MessageEvent<string>): Event {
  return { event: name, id: Number(message.lastEventId), data: JSON.parse(message.data) } as Event;
}
