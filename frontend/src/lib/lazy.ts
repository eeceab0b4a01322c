/** Parts of the page whose code comes when they are first drawn. Without a connection they are waited for: nothing breaks. */

// biome-ignore lint/style/noRestrictedImports: here is what all others use
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { toUrl } from "../api/basePath";
import { appTexts } from "../messages/appTexts";

const RETRY_DELAY = 5_000;

/** A component whose code comes when it is first drawn. */
// biome-ignore lint/suspicious/noExplicitAny: as React's own lazy takes components of every kind of properties
export const lazyWithRetry = <Shown extends ComponentType<any>>(
  load: () => Promise<{ default: Shown }>,
): LazyExoticComponent<Shown> => lazy(() => loadWithRetry(load));

/** What is fetched, as soon as it can be. Rejects when the server answers and has it no more: it was updated meanwhile. */
export const loadWithRetry = <Part>(load: () => Promise<Part>): Promise<Part> =>
  load().catch(async () => {
    const isReachable = await isServerReachable();
    if (!isReachable) await waitForConnection();
    await reloadMissingStyles();
    return isReachable ? load() : loadWithRetry(load);
  });

const isServerReachable = async (): Promise<boolean> => {
  try {
    return (await fetch(toUrl("/healthz"), { cache: "no-store" })).ok;
  } catch {
    return false;
  }
};

/** Resolves when the browser says that it is online, or after a while: it may be the server that was away. */
const waitForConnection = (): Promise<void> =>
  new Promise((resolve) => {
    addEventListener("online", () => resolve(), { once: true });
    setTimeout(resolve, RETRY_DELAY);
  });

const missingStyles = new Set<HTMLLinkElement>();

/** A style that did not come counts as asked for and is not fetched with its part again: its link begins anew. */
export async function reloadMissingStyles(): Promise<void> {
  const links = [...missingStyles];
  missingStyles.clear();
  await Promise.all(links.map(reloadStyle));
}

const reloadStyle = (link: HTMLLinkElement): Promise<unknown> =>
  new Promise((resolve) => {
    const next = link.cloneNode() as HTMLLinkElement;
    next.onload = next.onerror = resolve;
    link.replaceWith(next);
  });

/** Remembers the styles that did not come. Whoever asked for a part that did not reads a sentence, not the browser's words. */
export function watchFailedChunks(): void {
  const failed = ({ target }: ErrorEvent) =>
    target instanceof HTMLLinkElement && target.rel === "stylesheet" && missingStyles.add(target);
  addEventListener("error", failed, true);
  addEventListener("online", () => void reloadMissingStyles());
  addEventListener("vite:preloadError", ({ payload }) => {
    payload.message = appTexts.offline.part;
  });
}
