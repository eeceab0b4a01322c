/** Another module in the place of a node. */

import type { Module } from "../api/types";
import { replaceNode } from "../graph/splice";
import { editing } from "../messages/editing";
import { nameOfNode } from "../panels/problemWords";
import { change, useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { select } from "../stores/ui";
import { rememberModule } from "./recent";

export function replaceBy(id: string, module: Module): void {
  const { document } = useDesign.getState();
  const { modules, catalog } = useLibrary.getState();
  if (!document) return;
  const label = editing.done.replaced(nameOfNode(id), module.title);
  change(label, replaceNode(document, { modules, accepts: catalog.accepts }, id, module));
  rememberModule(module.name);
  select([id]);
}
