/** Puts a frame around the selected cards. */

import { IconBoxMultiple } from "@tabler/icons-react";
import { currentView } from "../canvas/viewing";
import { groupCard, groupsOf, makeGroup } from "../graph/groups";
import type { Design } from "../graph/types";
import { editing } from "../messages/editing";
import { change, useDesign } from "../stores/design";
import { select, useUi } from "../stores/ui";
import { type Action, hasSelection, selectedCards } from "./action";

function groupSelected(): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const cards = selectedCards();
  const title = freshTitle(document);
  const { id, edits } = makeGroup(document, cards, { title, parent: commonGroup(document, cards) });
  change(editing.done.grouped(title), edits);
  select([groupCard(id)]);
  useUi.setState({ writing: groupCard(id) });
}

function freshTitle(design: Design): string {
  const taken = new Set([...groupsOf(design).values()].map(({ title }) => title));
  const names = Array.from({ length: taken.size + 1 }, (_, index) => `${editing.canvas.untitled} ${index + 1}`);
  return names.find((name) => !taken.has(name))!;
}

/** The group that all chosen nodes stand in already; else the one that is opened. */
function commonGroup(design: Design, cards: readonly string[]): string | null {
  const opened = currentView()?.opened ?? null;
  const groups = new Set(cards.map((card) => design.nodes[card]?.group ?? opened));
  const [only] = groups;
  return groups.size === 1 && only && groupsOf(design).has(only) ? only : opened;
}

export const group: Action = {
  id: "group",
  name: editing.actions.group,
  group: "edit",
  icon: IconBoxMultiple,
  keys: ["Mod+G"],
  onCanvas: true,
  enabled: hasSelection,
  perform: groupSelected,
};
