/** Makes a copy of the design and opens it. */

import { IconCopy } from "@tabler/icons-react";
import { createDesign } from "../api/queries";
import { navigate } from "../lib/navigation";
import { appTexts } from "../messages/appTexts";
import { flushChanges, useDesign } from "../stores/designStore";
import { type Action, hasDesign } from "../ui/actions/action";

async function duplicateOpenDesign(): Promise<void> {
  const { id } = useDesign.getState();
  if (!id) return;
  await flushChanges();
  const made = await createDesign({ copy_of: id });
  navigate(`/designs/${made.id}`);
}

export const duplicateDesignAction: Action = {
  id: "duplicateDesign",
  name: appTexts.actions.duplicateDesign,
  group: "design",
  order: 640,
  menus: { design: 115 },
  membersOnly: true,
  beyondDesign: true,
  requiredRole: "editor",
  icon: IconCopy,
  isEnabled: hasDesign,
  perform: duplicateOpenDesign,
};
