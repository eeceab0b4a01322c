/** Where in the app we are: the path of the page, without a router library for four pages. */

import { useSyncExternalStore } from "react";
import { getCurrentPath, toUrl } from "../api/basePath";
import { getEmbed } from "../api/embedding";

const pathListeners = new Set<() => void>();
const notifyPathListeners = () => {
  for (const listener of pathListeners) listener();
};

function subscribeToPath(listener: () => void): () => void {
  if (pathListeners.size === 0) addEventListener("popstate", notifyPathListeners);
  pathListeners.add(listener);
  return () => {
    pathListeners.delete(listener);
    if (pathListeners.size === 0) removeEventListener("popstate", notifyPathListeners);
  };
}

export const usePath = (): string => useSyncExternalStore(subscribeToPath, getCurrentPath);

/** What stands behind the "#" of the address; empty where there is nothing. */
export const useFragment = (): string =>
  useSyncExternalStore(subscribeToPath, () => decodeURIComponent(location.hash.slice(1)));

export function navigate(path: string): void {
  if (path === getCurrentPath() + location.hash) return;
  // An embedded canvas stays where it is: its key opens no other page.
  const embed = getEmbed();
  if (embed) {
    embed.openOutside(path);
    return;
  }
  history.pushState(null, "", toUrl(path));
  notifyPathListeners();
}

/** For links: stay in the app on a plain click, let the browser do what else was meant. */
export function followInPage(event: React.MouseEvent<HTMLAnchorElement>): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  navigate(getCurrentPath(event.currentTarget.pathname));
}
