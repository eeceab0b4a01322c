/** The canvas in a frame of a notebook, an editor or another site: by which key it asks, and who is around it. */

import { toUrl } from "./basePath";
import type { components } from "./schema";

type EmbedRead = components["schemas"]["EmbedRead"];
export type EventLike = Pick<EventSource, "onopen" | "onerror" | "readyState" | "addEventListener" | "close">;

/** What the canvas tells the page around it. No word of the design is in it: who listens asks the server. */
export type HostMessage = { kind: "opened" | "undo" | "redo" | "ended" } | { kind: "changed"; revision: number };

/** The page around the canvas, and what only an embedded canvas needs: its code comes with that page. */
export interface EmbedHost {
  notify: (message: HostMessage) => void;
  /** Where an editor keeps the steps to undo, as for a file. */
  undo?: () => void;
  redo?: () => void;
  /** Whether an action, by its id, reaches beyond the design, which the key is for. */
  isClosedTo: (action: string) => boolean;
  /** Open a page of the app beside the frame. */
  openOutside: (path: string) => void;
  openEvents: (path: string) => EventLike;
}

let embedKey = "";
let embed: (EmbedRead & EmbedHost) | null = null;

/** What this page is embedded for; null outside of frames. */
export const getEmbed = (): (EmbedRead & EmbedHost) | null => embed;

/** From here on every request has the key. It is in the fragment of the address, which no browser sends. */
export function setEmbedKey(key: string): void {
  embedKey = key;
}

export function setEmbed(read: EmbedRead & EmbedHost): void {
  embed = read;
}

/** What a request says in the place of a cookie; nothing outside of frames. */
export const getKeyHeader = (): Record<string, string> => (embedKey ? { Authorization: `Bearer ${embedKey}` } : {});

/** Ask the server at a path of ours: by the session of the browser, or in a frame by the key alone. */
export const fetchFromServer = (path: string, options: RequestInit = {}): Promise<Response> =>
  fetch(toUrl(path), {
    ...options,
    ...(embedKey && { credentials: "omit" }),
    headers: { ...(options.headers as object), ...getKeyHeader() },
  });
