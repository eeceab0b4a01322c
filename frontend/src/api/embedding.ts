/** The canvas in a frame of a notebook, an editor or another site: by which key it asks, and what it tells that site. */

import { toUrl } from "./basePath";
import type { components } from "./schema";

type EmbedRead = components["schemas"]["EmbedRead"];

/** What the canvas tells the page around it. No word of the design is in it: whoever listens asks the server. */
export type HostMessage =
  | { kind: "opened" }
  | { kind: "changed"; revision: number }
  | { kind: "undo" }
  | { kind: "redo" }
  | { kind: "ended" };

let embedKey = "";
let embed: EmbedRead | null = null;

/** What this page is embedded for; null outside of frames. */
export const getEmbed = (): EmbedRead | null => embed;

/** From here on every request has the key. It is in the fragment of the address, which no browser sends. */
export function setEmbedKey(key: string): void {
  embedKey = key;
}

export function setEmbed(read: EmbedRead | null): void {
  embed = read;
}

/** What a request says in the place of a cookie; nothing outside of frames. */
export const getKeyHeader = (): Record<string, string> => (embedKey ? { Authorization: `Bearer ${embedKey}` } : {});

/** Ask the server at a path of ours: by the session of the browser, or in a frame by the key alone. */
export const fetchFromServer = (path: string, options: RequestInit = {}): Promise<Response> =>
  fetch(
    toUrl(path),
    embedKey
      ? { ...options, credentials: "omit", headers: { ...(options.headers as object), ...getKeyHeader() } }
      : options,
  );

/** Whether the editor around the canvas keeps the steps to undo, as for a file. */
export const isUndoneByHost = (): boolean =>
  embed !== null && new URLSearchParams(location.search).get("undo") === "host";

/** Tell the page around the canvas, if it is one of those that the key names. */
export function notifyHost(message: HostMessage): void {
  if (!embed || window.parent === window) return;
  // The browser shows the frame on the named sites only, so what stands right around it is one of them.
  const around = location.ancestorOrigins?.[0];
  const sites = around ? [around] : embed.origins.filter((origin) => origin.startsWith("http"));
  for (const site of sites) window.parent.postMessage({ source: "designery", ...message }, site);
}
