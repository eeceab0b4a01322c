/** Saves the design as a file. */

import { IconDownload, IconMessages } from "@tabler/icons-react";
import { urlOf } from "../api/base";
import { visiting } from "../api/door";
import { text } from "../messages/en";
import { saveFile } from "../share/saving";
import { flushed, useDesign } from "../stores/design";
import { useThreads } from "../together/threads";
import { type Action, hasDesign } from "./action";

async function download(comments: boolean): Promise<void> {
  const { id, document } = useDesign.getState();
  if (!id || !document) return;
  if (visiting()) {
    // What a visitor sees is all that they may take along.
    saveFile(`${document.name}.design.json`, JSON.stringify(document, null, 2), "application/json");
    return;
  }
  await flushed();
  const link = window.document.createElement("a");
  link.href = urlOf(`/api/designs/${id}/export${comments ? "?comments=true" : ""}`);
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
  perform: () => download(false),
};

/** With the names of who wrote them, and so not by default. */
export const exportWithComments: Action = {
  id: "exportWithComments",
  name: text.actions.exportWithComments,
  group: "design",
  members: true,
  icon: IconMessages,
  enabled: () => useThreads.getState().threads.length > 0,
  perform: () => download(true),
};
