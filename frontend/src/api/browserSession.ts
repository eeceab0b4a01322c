/** Whether this browser is let in: by the session it has, or by the launch link that it was opened with. */

import { bootstrap } from "./bootstrap";
import { postJson } from "./client";

export interface BrowserSession {
  admitted: boolean;
  /** Why a launch link did not open, in the server's words. */
  refusal: string | null;
}

/** A launch link ends in #t=TOKEN: a fragment, so that no log and no Referer header ever holds it. */
export const readLaunchToken = (): string | null => new URLSearchParams(location.hash.slice(1)).get("t");

/** Exchange the token in the address, if there is one, for a session. */
export async function openBrowserSession(): Promise<BrowserSession> {
  const token = readLaunchToken();
  if (token === null) return { admitted: bootstrap.known, refusal: null };
  history.replaceState(null, "", location.pathname + location.search);
  try {
    await postJson("/api/session", { token });
    return { admitted: true, refusal: null };
  } catch (error) {
    // Whoever has a session already needs no link.
    return { admitted: bootstrap.known, refusal: (error as Error).message };
  }
}
