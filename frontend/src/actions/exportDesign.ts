/** Saves the design as a file. */

import { IconDownload } from "@tabler/icons-react";
import { text } from "../messages/en";
import { flushed, useDesign } from "../stores/design";
import { type Action, hasDesign } from "./action";

async function download(): Promise<void> {
  const { id } = useDesign.getState();
  if (!id) return;
  await flushed();
  const link = document.createElement("a");
  link.href = `/api/designs/${id}/export`;
  link.download = "";
  link.click();
}

export const exportDesign: Action = {
  id: "exportDesign",
  name: text.actions.exportDesign,
  group: "design",
  icon: IconDownload,
  keys: ["Mod+S"],
  enabled: hasDesign,
  perform: download,
};
