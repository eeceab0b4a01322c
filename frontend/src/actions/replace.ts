/** Puts another module in the place of the selected card, with the parameters and edges that fit it. */

import { IconReplace } from "@tabler/icons-react";
import { anchorAt } from "../canvas/anchors";
import { editing } from "../messages/editing";
import { useDesign } from "../stores/design";
import { useUi } from "../stores/ui";
import { type Action, oneNode } from "./action";

function choose(): void {
  const id = oneNode()!;
  const node = useDesign.getState().document!.nodes[id]!;
  useUi.setState({ quickAdd: { ...anchorAt({ x: node.x, y: node.y + 40 }), from: null, replace: id } });
}

export const replace: Action = {
  id: "replace",
  name: editing.actions.replace,
  group: "edit",
  icon: IconReplace,
  keys: ["R"],
  onCanvas: true,
  enabled: () => oneNode() !== null,
  perform: choose,
};
