/** Keeps the selected group, selection or own module for other designs. */

import { IconBookmark } from "@tabler/icons-react";
import type { Keepable } from "../canvas/keeping";
import { openDialog } from "../dialogs/open";
import { groupIn } from "../graph/groups";
import { keptMessages as say } from "../messages/kept";
import { useDesign } from "../stores/design";
import { useUi } from "../stores/ui";
import { type Action, selectedCards, selectedNodes } from "./action";
import { group } from "./group";

/** The group that is selected, the module that was written, or null for what has to become a group first. */
function keepable(): Keepable | null {
  const cards = selectedCards();
  const [only] = cards;
  if (cards.length !== 1 || only === undefined) return null;
  const chosen = groupIn(only);
  if (chosen !== null) return { group: chosen };
  const module = useDesign.getState().document?.nodes[only]?.module;
  return module?.startsWith("own_") ? { module } : null;
}

export function keepThis(what: Keepable): void {
  void openDialog(async () => ({ default: (await import("../dialogs/KeepDialog")).keepDialogOf(what) }));
}

function keepSelected(): void {
  const what = keepable();
  if (what) {
    keepThis(what);
    return;
  }
  void group.perform();
  useUi.setState({ writing: null });
  const made = keepable();
  if (made) keepThis(made);
}

export const keepModule: Action = {
  id: "keepModule",
  name: say.action,
  group: "edit",
  members: true,
  needs: "editor",
  icon: IconBookmark,
  enabled: () => keepable() !== null || selectedNodes().length > 1,
  perform: keepSelected,
};
