/** Goes from an opened group to the one around it. */

import { enterGroup } from "../canvas/openNode";
import { getVisibleGraph } from "../canvas/useVisibleGraph";
import { readGroups, toGroupCardId } from "../graph/designGroups";
import { editorTexts } from "../messages/editorTexts";
import { useDesign } from "../stores/designStore";
import { selectCards } from "../stores/uiStore";
import type { Action } from "../ui/actions/action";

export const isInGroup = (): boolean => (getVisibleGraph()?.openedGroup ?? null) !== null;

export function leaveOpenGroup(): void {
  const { document } = useDesign.getState();
  const opened = getVisibleGraph()?.openedGroup;
  if (!document || !opened) return;
  enterGroup(readGroups(document).get(opened)?.parent ?? null);
  selectCards([toGroupCardId(opened)]);
}

export const leaveGroupAction: Action = {
  id: "leaveGroup",
  name: editorTexts.actions.leaveGroup,
  group: "view",
  order: 330,
  keys: ["Alt+ArrowUp"],
  onCanvas: true,
  isEnabled: isInGroup,
  perform: leaveOpenGroup,
};
