/** A server with accounts: which workspace this page is in, and the way to the login when the session is over. */

import { pathHere, urlOf } from "./base";
import { bootstrap } from "./bootstrap";

export const workspaceHere: string | null | undefined = bootstrap.workspace;

export const inTeam = workspaceHere !== undefined;

/** Sent with every request, so that tabs of several workspaces do not get into each other's way. */
export const workspaceHeader: Record<string, string> = workspaceHere ? { "X-Designery-Workspace": workspaceHere } : {};

/** Off to the login, and back here afterwards. */
export function signInAgain(): void {
  location.assign(urlOf(`/login?${new URLSearchParams({ next: pathHere() + location.search })}`));
}
