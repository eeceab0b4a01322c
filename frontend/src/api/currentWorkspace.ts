/** A server with accounts: which workspace this page is in, and the way to the login when the session is over. */

import { getCurrentPath, toUrl } from "./basePath";
import { bootstrap } from "./bootstrap";

export const currentWorkspace: string | null | undefined = bootstrap.workspace;

export const hasAccounts = currentWorkspace !== undefined;

/** Sent with every request, so that tabs of several workspaces do not get into each other's way. */
export const workspaceHeader: Record<string, string> = currentWorkspace
  ? { "X-Designery-Workspace": currentWorkspace }
  : {};

/** Off to the login, and back here afterwards. */
export function redirectToLogin(): void {
  location.assign(toUrl(`/login?${new URLSearchParams({ next: getCurrentPath() + location.search })}`));
}
