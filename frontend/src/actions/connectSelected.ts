/** Connects the selected cards in the order of flow, each to the next that takes something of it. */

import { IconRoute } from "@tabler/icons-react";
import type { Connection } from "../graph/ports";
import { connectAll, join } from "../graph/splice";
import { editing } from "../messages/editing";
import { nameOfNode } from "../panels/problemWords";
import { change, useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { type Action, selectedNodes } from "./action";

function connect(): void {
  const { document } = useDesign.getState();
  const { modules, catalog } = useLibrary.getState();
  if (!document) return;
  const made = join(document, { modules, accepts: catalog.accepts }, selectedNodes());
  change(labelOf(made), connectAll(document, modules, made));
}

function labelOf(made: readonly Connection[]): string {
  const [only] = made;
  if (made.length !== 1) return editing.done.connectedAll(made.length);
  return editing.done.connected(nameOfNode(only!.source), nameOfNode(only!.target));
}

export const connectSelected: Action = {
  id: "connectSelected",
  name: editing.actions.connectSelected,
  group: "edit",
  icon: IconRoute,
  keys: ["L"],
  onCanvas: true,
  enabled: () => selectedNodes().length > 1,
  perform: connect,
};
