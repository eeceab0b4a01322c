/** Parts of the page whose code comes when they are first drawn. Without a connection they are waited for: nothing breaks. */

// biome-ignore lint/style/noRestrictedImports: here is what all others use
import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { urlOf } from "./api/base";
import { text } from "./messages/en";

const AGAIN = 5_000;

/** A component whose code comes when it is first drawn. */
// biome-ignore lint/suspicious/noExplicitAny: as React's own lazy takes components of every kind of properties
export const later = <Shown extends ComponentType<any>>(
  load: () => Promise<{ default: Shown }>,
): LazyExoticComponent<Shown> => lazy(() => patiently(load));

/** What is fetched, as soon as it can be. Rejects when the server answers and has it no more: it was updated meanwhile. */
export const patiently = <Part>(load: () => Promise<Part>): Promise<Part> =>
  load().catch(async () => {
    const there = await answers();
    if (!there) await connection();
    await fetchStylesAgain();
    return there ? load() : patiently(load);
  });

const answers = async (): Promise<boolean> => {
  try {
    return (await fetch(urlOf("/healthz"), { cache: "no-store" })).ok;
  } catch {
    return false;
  }
};

/** Resolves when the browser says that it is online, or after a while: it may be the server that was away. */
const connection = (): Promise<void> =>
  new Promise((resolve) => {
    addEventListener("online", () => resolve(), { once: true });
    setTimeout(resolve, AGAIN);
  });

const missing = new Set<HTMLLinkElement>();

/** A style that did not come counts as asked for and is not fetched with its part again: its link begins anew. */
export async function fetchStylesAgain(): Promise<void> {
  const links = [...missing];
  missing.clear();
  await Promise.all(links.map(beginAnew));
}

const beginAnew = (link: HTMLLinkElement): Promise<unknown> =>
  new Promise((resolve) => {
    const next = link.cloneNode() as HTMLLinkElement;
    next.onload = next.onerror = resolve;
    link.replaceWith(next);
  });

/** Remembers the styles that did not come. Whoever asked for a part that did not reads a sentence, not the browser's words. */
export function watchParts(): void {
  const failed = ({ target }: ErrorEvent) =>
    target instanceof HTMLLinkElement && target.rel === "stylesheet" && missing.add(target);
  addEventListener("error", failed, true);
  addEventListener("online", () => void fetchStylesAgain());
  addEventListener("vite:preloadError", ({ payload }) => {
    payload.message = text.offline.part;
  });
}
