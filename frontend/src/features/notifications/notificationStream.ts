/** How many notifications are unread, live: one tab of a browser listens to the server, and tells the others. */

import { create } from "zustand";
import { getCurrentPath, toUrl } from "../../api/basePath";
import { getJson } from "../../api/client";
import { markNotificationsRead, type NotificationKind, refreshNotifications } from "../../api/notifications";

interface UnreadState {
  unread: number;
  newest: number;
}

/** Of this server: others may be below other paths of the host. */
const NAME = `designery-notifications${toUrl("")}`;
const RETRY_INTERVAL = 5_000;
const POLL_INTERVAL = 30_000;
const DESIGN = /^\/designs\/([^/]+)/;
const COUNTED = /^\(\d+\) /;

export const useUnread = create<UnreadState>(() => ({ unread: 0, newest: 0 }));

let isFollowing = false;

/** Begin to listen, once for each page. A stream takes a connection, of which browsers have few: so one tab is enough. */
export function followNotifications(): void {
  if (isFollowing) return;
  isFollowing = true;
  const others = new BroadcastChannel(NAME);
  others.onmessage = ({ data }: MessageEvent<UnreadState>) => applyUnread(data);
  void readUnread();
  if (navigator.locks) void navigator.locks.request(NAME, () => listenToNotifications(others));
  else setInterval(() => document.hidden || void readUnread(), POLL_INTERVAL);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) markOpenDesignSeen();
    showCountInTitle();
  });
  const title = document.querySelector("title");
  if (title) new MutationObserver(showCountInTitle).observe(title, { childList: true });
}

async function readUnread(): Promise<void> {
  try {
    const { unread, items } = await getJson<{ unread: number; items: { id: number }[] }>(
      "/api/me/notifications?limit=1",
    );
    applyUnread({ unread, newest: items[0]?.id ?? 0 });
  } catch {
    // The page says elsewhere that the server is not there.
  }
}

/** Never resolves: the tab listens until it is closed, and another one takes its place. */
function listenToNotifications(others: BroadcastChannel): Promise<never> {
  const open = () => {
    const source = new EventSource(toUrl("/api/me/notifications/events"));
    source.addEventListener("notifications", ({ data }: MessageEvent<string>) => {
      const state = JSON.parse(data) as UnreadState;
      applyUnread(state);
      others.postMessage(state);
    });
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(open, RETRY_INTERVAL);
    };
  };
  open();
  return new Promise<never>(() => undefined);
}

function applyUnread(state: UnreadState): void {
  const before = useUnread.getState();
  if (state.unread === before.unread && state.newest === before.newest) return;
  useUnread.setState(state);
  showCountInTitle();
  void refreshNotifications();
  if (state.unread > 0) markOpenDesignSeen();
}

/** How a run ended is no news to whoever has its design before them. */
function markOpenDesignSeen(): void {
  const design = DESIGN.exec(getCurrentPath())?.[1];
  if (design && !document.hidden && useUnread.getState().unread > 0)
    void markNotificationsRead({ design }).catch(() => undefined);
}

/** A tab in the background says in its title how many wait. */
function showCountInTitle(): void {
  const { unread } = useUnread.getState();
  const bare = document.title.replace(COUNTED, "");
  const title = document.hidden && unread > 0 ? `(${unread}) ${bare}` : bare;
  if (document.title !== title) document.title = title;
}

/** What a kind is drawn as. */
export const isRunNotification = (kind: NotificationKind): boolean => kind.startsWith("run_");
