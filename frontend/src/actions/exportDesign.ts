/** Saves the design as a file. */

import { IconDownload, IconMessages } from "@tabler/icons-react";
import { getGuestAccess } from "../api/accessMode";
import { toUrl } from "../api/basePath";
import { getEmbed } from "../api/embedding";
import { saveFile } from "../lib/saveFile";
import { appTexts } from "../messages/appTexts";
import { useThreads } from "../stores/commentThreads";
import { flushChanges, useDesign } from "../stores/designStore";
import { type Action, hasDesign } from "../ui/actions/action";

async function downloadDesign(comments: boolean): Promise<void> {
  const { id, document } = useDesign.getState();
  if (!id || !document) return;
  if (getGuestAccess() || getEmbed()) {
    // What a visitor sees is all that they may take along; and a link of an embedded canvas has no key.
    saveFile(`${document.name}.design.json`, JSON.stringify(document, null, 2), "application/json");
    return;
  }
  await flushChanges();
  const link = window.document.createElement("a");
  link.href = toUrl(`/api/designs/${id}/export${comments ? "?comments=true" : ""}`);
  link.download = "";
  link.click();
}

export const exportDesignAction: Action = {
  id: "exportDesign",
  name: appTexts.actions.exportDesign,
  group: "design",
  order: 670,
  menus: { design: 210 },
  icon: IconDownload,
  keys: ["Mod+S"],
  isEnabled: hasDesign,
  perform: () => downloadDesign(false),
};

/** With the names of who wrote them, and so not by default. */
export const exportWithCommentsAction: Action = {
  id: "exportWithComments",
  name: appTexts.actions.exportWithComments,
  group: "design",
  order: 680,
  menus: { design: 215 },
  membersOnly: true,
  icon: IconMessages,
  isEnabled: () => useThreads.getState().threads.length > 0,
  perform: () => downloadDesign(true),
};
