/** The web hooks of the workspace, for its owners. */

import { NOTIFICATION_KINDS } from "../../api/notifications";
import type { Me } from "../../api/people";
import { notificationTexts } from "../../messages/notificationTexts";
import { peopleTexts as texts } from "../../messages/peopleTexts";
import { WebHookList } from "./WebHookList";
import "./notifications.css";

/** A mention is told to whoever is mentioned. */
const OF_WORKSPACE = NOTIFICATION_KINDS.filter((kind) => kind !== "mention");

export function WorkspaceHooks({ me: { workspace } }: { me: Me }) {
  if (!workspace) return <p className="page-message">{texts.menu.noWorkspace}</p>;
  if (workspace.role !== "owner") return <p className="page-message">{texts.hooksOwners}</p>;
  return (
    <WebHookList
      path={`/api/workspaces/${workspace.id}/webhooks`}
      about={notificationTexts.hooks.ofWorkspace(workspace.name)}
      kinds={OF_WORKSPACE}
    />
  );
}
