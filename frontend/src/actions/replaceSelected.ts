/** Puts another module in the place of the selected card, with the parameters and edges that fit it. */

import { IconReplace } from "@tabler/icons-react";
import { computeAnchor } from "../canvas/quickAddAnchor";
import { editorTexts } from "../messages/editorTexts";
import { useDesign } from "../stores/designStore";
import { useUi } from "../stores/uiStore";
import { type Action, findSingleNode } from "../ui/actions/action";

function chooseReplacement(): void {
  const id = findSingleNode()!;
  const node = useDesign.getState().document!.nodes[id]!;
  useUi.setState({ quickAdd: { ...computeAnchor({ x: node.x, y: node.y + 40 }), from: null, replace: id } });
}

export const replaceAction: Action = {
  id: "replace",
  name: editorTexts.actions.replace,
  group: "edit",
  order: 150,
  menus: { node: 215 },
  icon: IconReplace,
  keys: ["R"],
  onCanvas: true,
  isEnabled: () => findSingleNode() !== null,
  perform: chooseReplacement,
};
