/** Below which path of its host the server is reached, as at https://host/designery; inside the app paths are without it. */

import { bootstrap } from "./bootstrap";

const { prefix } = bootstrap;

/** What the browser is told instead of a path of ours: `/runs` becomes `/designery/runs`. */
export const toUrl = (path: string): string => prefix + path;

/** The path of ours that the browser is at. */
export function getCurrentPath(pathname = location.pathname): string {
  const below = prefix !== "" && (pathname === prefix || pathname.startsWith(`${prefix}/`));
  return (below ? pathname.slice(prefix.length) : pathname) || "/";
}

/** An address that can be sent to somebody. */
export const toAbsoluteUrl = (path: string): string => location.origin + toUrl(path);
