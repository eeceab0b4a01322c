/** A server with accounts: which workspace this page is in, and the way to the login when the session is over. */

interface Bootstrap {
  workspace?: string;
}

/** The workspace of this page; undefined on a personal server, which has neither accounts nor workspaces. */
export const workspaceHere: string | undefined = (
  JSON.parse(document.getElementById("bootstrap")?.textContent ?? "{}") as Bootstrap
).workspace;

export const inTeam = workspaceHere !== undefined;

/** Sent with every request, so that tabs of several workspaces do not get into each other's way. */
export const workspaceHeader: Record<string, string> = workspaceHere ? { "X-Designery-Workspace": workspaceHere } : {};

/** Off to the login, and back here afterwards. */
export function signInAgain(): void {
  location.assign(`/login?${new URLSearchParams({ next: location.pathname + location.search })}`);
}
