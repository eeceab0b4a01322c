/** Lays the cards out anew, layer by layer. */

import { IconWand } from "@tabler/icons-react";
import { heightOf } from "../canvas/measure";
import { fitOnceDrawn } from "../canvas/stage";
import { layOut } from "../graph/layout";
import { text } from "../messages/en";
import { notifyDone } from "../notify";
import { change, useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { type Action, hasNodes } from "./action";

async function tidy(): Promise<void> {
  const { document } = useDesign.getState();
  if (!document) return;
  const edits = await layOut(document, useLibrary.getState().modules, (id) => heightOf(document.nodes[id]!));
  if (change(text.edits.layout, edits)) fitOnceDrawn();
  else notifyDone(text.said.tidy);
}

export const autoLayout: Action = {
  id: "autoLayout",
  name: text.actions.autoLayout,
  group: "view",
  icon: IconWand,
  keys: ["Mod+Shift+L"],
  enabled: hasNodes,
  perform: tidy,
};
