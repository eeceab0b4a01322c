/** Goes from an opened group to the one around it. */

import { openGroup } from "../canvas/opening";
import { currentView } from "../canvas/viewing";
import { groupCard, groupsOf } from "../graph/groups";
import { editing } from "../messages/editing";
import { useDesign } from "../stores/design";
import { select } from "../stores/ui";
import type { Action } from "./action";

export const isInGroup = (): boolean => (currentView()?.opened ?? null) !== null;

export function goUp(): void {
  const { document } = useDesign.getState();
  const opened = currentView()?.opened;
  if (!document || !opened) return;
  openGroup(groupsOf(document).get(opened)?.parent ?? null);
  select([groupCard(opened)]);
}

export const leaveGroup: Action = {
  id: "leaveGroup",
  name: editing.actions.leaveGroup,
  group: "view",
  keys: ["Alt+ArrowUp"],
  onCanvas: true,
  enabled: isInGroup,
  perform: goUp,
};
