/** The web hooks of the workspace, for its owners. */

import { notifications } from "../messages/notifications";
import { people as say } from "../messages/people";
import { KINDS } from "../notifications/api";
import { Hooks } from "../notifications/Hooks";
import type { Me } from "./api";
import "../notifications/notifications.css";

/** A mention is told to whoever is mentioned. */
const OF_WORKSPACE = KINDS.filter((kind) => kind !== "mention");

export function WorkspaceHooks({ me: { workspace } }: { me: Me }) {
  if (!workspace) return <p className="page-message">{say.menu.noWorkspace}</p>;
  if (workspace.role !== "owner") return <p className="page-message">{say.hooksOwners}</p>;
  return (
    <Hooks
      path={`/api/workspaces/${workspace.id}/hooks`}
      about={notifications.hooks.ofWorkspace(workspace.name)}
      kinds={OF_WORKSPACE}
    />
  );
}
