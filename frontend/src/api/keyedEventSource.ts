/** An EventSource that sends the key of an embedded canvas. It never resumes: after a loss whoever listens opens another. */

import { fetchFromServer } from "./embedding";
import { readEventLines } from "./eventLines";

type EventLike = Pick<EventSource, "onopen" | "onerror" | "readyState" | "addEventListener" | "close">;

export function openKeyedEventSource(path: string): EventLike {
  const stop = new AbortController();
  const target = new EventTarget();
  const source = Object.assign(target, {
    onopen: null as EventSource["onopen"],
    onerror: null as EventSource["onerror"],
    readyState: EventSource.CONNECTING as number,
    close: () => stop.abort(),
  });
  const self = source as unknown as EventSource;
  const read = async () => {
    const response = await fetchFromServer(path, { headers: { Accept: "text/event-stream" }, signal: stop.signal });
    if (!response.ok || !response.body) return;
    source.readyState = EventSource.OPEN;
    source.onopen?.call(self, new Event("open"));
    await readEventLines(response.body, ({ event, id, data }) =>
      target.dispatchEvent(new MessageEvent(event, { data, lastEventId: id })),
    );
  };
  void read()
    .catch(() => {})
    .then(() => {
      source.readyState = EventSource.CLOSED;
      if (!stop.signal.aborted) source.onerror?.call(self, new Event("error"));
    });
  return self;
}
