/** Where in the app we are: the path of the page, without a router library for four pages. */

import { useSyncExternalStore } from "react";
import { pathHere, urlOf } from "./api/base";

const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) addEventListener("popstate", tell);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) removeEventListener("popstate", tell);
  };
}

export const usePath = (): string => useSyncExternalStore(subscribe, pathHere);

/** What stands behind the "#" of the address; empty where there is nothing. */
export const useFragment = (): string =>
  useSyncExternalStore(subscribe, () => decodeURIComponent(location.hash.slice(1)));

export function navigate(path: string): void {
  if (path === pathHere() + location.hash) return;
  history.pushState(null, "", urlOf(path));
  tell();
}

/** For links: stay in the app on a plain click, let the browser do what else was meant. */
export function followHere(event: React.MouseEvent<HTMLAnchorElement>): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  navigate(pathHere(event.currentTarget.pathname));
}
