/** Another module in the place of a node. */

import type { Module } from "../api/apiTypes";
import { replaceNode } from "../graph/insertIntoEdge";
import { editorTexts } from "../messages/editorTexts";
import { useCatalog } from "../stores/catalogStore";
import { changeDesign, useDesign } from "../stores/designStore";
import { getNodeName } from "../stores/nodeNames";
import { rememberModule } from "../stores/recentModules";
import { selectCards } from "../stores/uiStore";

export function replaceModule(id: string, module: Module): void {
  const { document } = useDesign.getState();
  const { modules, catalog } = useCatalog.getState();
  if (!document) return;
  const label = editorTexts.historyLabels.replaced(getNodeName(id), module.title);
  changeDesign(label, replaceNode(document, { modules, accepts: catalog.accepts }, id, module));
  rememberModule(module);
  selectCards([id]);
}
