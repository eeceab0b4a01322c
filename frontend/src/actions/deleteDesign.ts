/** Deletes the design and goes home, with the way back. */

import { IconTrash } from "@tabler/icons-react";
import { restoreDesign, deleteDesign as send } from "../api/queries";
import { navigate } from "../lib/navigation";
import { notifyDone, notifyFailure } from "../lib/toasts";
import { appTexts } from "../messages/appTexts";
import { useDesign } from "../stores/designStore";
import { type Action, hasDesign } from "../ui/actions/action";

async function deleteOpenDesign(): Promise<void> {
  const { id, document } = useDesign.getState();
  if (!id || !document) return;
  await send(id);
  navigate("/");
  const restore = () => void restoreDesign(id).then(() => navigate(`/designs/${id}`), notifyFailure);
  notifyDone(appTexts.notices.deleted(document.name), restore);
}

export const deleteDesignAction: Action = {
  id: "deleteDesign",
  name: appTexts.actions.deleteDesign,
  group: "design",
  order: 730,
  menus: { design: 405 },
  membersOnly: true,
  beyondDesign: true,
  requiredRole: "editor",
  icon: IconTrash,
  isEnabled: hasDesign,
  perform: deleteOpenDesign,
};
