/** Makes a copy of the design and opens it. */

import { IconCopy } from "@tabler/icons-react";
import { createDesign } from "../api/queries";
import { text } from "../messages/en";
import { navigate } from "../navigation";
import { flushed, useDesign } from "../stores/design";
import { type Action, hasDesign } from "./action";

async function duplicateThis(): Promise<void> {
  const { id } = useDesign.getState();
  if (!id) return;
  await flushed();
  const made = await createDesign({ copy_of: id });
  navigate(`/designs/${made.id}`);
}

export const duplicateDesign: Action = {
  id: "duplicateDesign",
  name: text.actions.duplicateDesign,
  group: "design",
  members: true,
  needs: "editor",
  icon: IconCopy,
  enabled: hasDesign,
  perform: duplicateThis,
};
