/** How many notifications are unread, live: one tab of a browser listens to the server, and tells the others. */

import { create } from "zustand";
import { pathHere, urlOf } from "../api/base";
import { get } from "../api/client";
import { type Kind, markRead, refresh } from "./api";

interface Told {
  unread: number;
  newest: number;
}

/** Of this server: others may be below other paths of the host. */
const NAME = `designery-notifications${urlOf("")}`;
const AGAIN = 5_000;
const POLL = 30_000;
const DESIGN = /^\/designs\/([^/]+)/;
const COUNTED = /^\(\d+\) /;

export const useUnread = create<Told>(() => ({ unread: 0, newest: 0 }));

let following = false;

/** Begin to listen, once for each page. A stream takes a connection, of which browsers have few: so one tab is enough. */
export function followNotifications(): void {
  if (following) return;
  following = true;
  const others = new BroadcastChannel(NAME);
  others.onmessage = ({ data }: MessageEvent<Told>) => hear(data);
  void read();
  if (navigator.locks) void navigator.locks.request(NAME, () => listen(others));
  else setInterval(() => document.hidden || void read(), POLL);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) markSeen();
    countInTitle();
  });
  const title = document.querySelector("title");
  if (title) new MutationObserver(countInTitle).observe(title, { childList: true });
}

async function read(): Promise<void> {
  try {
    const { unread, items } = await get<{ unread: number; items: { id: number }[] }>("/api/me/notifications?limit=1");
    hear({ unread, newest: items[0]?.id ?? 0 });
  } catch {
    // The page says elsewhere that the server is not there.
  }
}

/** Never resolves: the tab listens until it is closed, and another one takes its place. */
function listen(others: BroadcastChannel): Promise<never> {
  const open = () => {
    const source = new EventSource(urlOf("/api/me/notifications/events"));
    source.addEventListener("notifications", ({ data }: MessageEvent<string>) => {
      const told = JSON.parse(data) as Told;
      hear(told);
      others.postMessage(told);
    });
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(open, AGAIN);
    };
  };
  open();
  return new Promise<never>(() => undefined);
}

function hear(told: Told): void {
  const before = useUnread.getState();
  if (told.unread === before.unread && told.newest === before.newest) return;
  useUnread.setState(told);
  countInTitle();
  void refresh();
  if (told.unread > 0) markSeen();
}

/** How a run ended is no news to whoever has its design before them. */
function markSeen(): void {
  const design = DESIGN.exec(pathHere())?.[1];
  if (design && !document.hidden && useUnread.getState().unread > 0) void markRead({ design }).catch(() => undefined);
}

/** A tab in the background says in its title how many wait. */
function countInTitle(): void {
  const { unread } = useUnread.getState();
  const bare = document.title.replace(COUNTED, "");
  const wanted = document.hidden && unread > 0 ? `(${unread}) ${bare}` : bare;
  if (document.title !== wanted) document.title = wanted;
}

/** What a kind is drawn as. */
export const isRun = (kind: Kind): boolean => kind.startsWith("run_");
