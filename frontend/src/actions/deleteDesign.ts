/** Deletes the design and goes home, with the way back. */

import { IconTrash } from "@tabler/icons-react";
import { restoreDesign, deleteDesign as send } from "../api/queries";
import { text } from "../messages/en";
import { navigate } from "../navigation";
import { notifyDone, notifyFailure } from "../notify";
import { useDesign } from "../stores/design";
import { type Action, hasDesign } from "./action";

async function deleteThis(): Promise<void> {
  const { id, document } = useDesign.getState();
  if (!id || !document) return;
  await send(id);
  navigate("/");
  const restore = () => void restoreDesign(id).then(() => navigate(`/designs/${id}`), notifyFailure);
  notifyDone(text.said.deleted(document.name), restore);
}

export const deleteDesign: Action = {
  id: "deleteDesign",
  name: text.actions.deleteDesign,
  group: "design",
  members: true,
  needs: "editor",
  icon: IconTrash,
  enabled: hasDesign,
  perform: deleteThis,
};
