/** Folds the group that is selected, or that the selected card stands in, to one card; or unfolds it. */

import { IconFoldDown } from "@tabler/icons-react";
import { setFolded } from "../canvas/groups/folding";
import { groupCard, groupIn, groupOf, groupsOf } from "../graph/groups";
import { editing } from "../messages/editing";
import { useDesign } from "../stores/design";
import { select } from "../stores/ui";
import { type Action, selectedCards } from "./action";

function chosen(): string | null {
  const { document } = useDesign.getState();
  const [card] = selectedCards();
  if (!document || card === undefined) return null;
  return groupIn(card) ?? groupOf(document, document.nodes[card]);
}

function toggle(): void {
  const id = chosen()!;
  setFolded(id, !groupsOf(useDesign.getState().document!).get(id)!.collapsed);
  select([groupCard(id)]);
}

export const fold: Action = {
  id: "fold",
  name: editing.actions.fold,
  group: "edit",
  icon: IconFoldDown,
  keys: ["Alt+C"],
  onCanvas: true,
  enabled: () => chosen() !== null,
  perform: toggle,
};
