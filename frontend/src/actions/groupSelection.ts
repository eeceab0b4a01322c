/** Puts a frame around the selected cards. */

import { IconBoxMultiple } from "@tabler/icons-react";
import type { Design } from "../api/designDocument";
import { getVisibleGraph } from "../canvas/useVisibleGraph";
import { createGroup, readGroups, toGroupCardId } from "../graph/designGroups";
import { editorTexts } from "../messages/editorTexts";
import { changeDesign, useDesign } from "../stores/designStore";
import { selectCards, useUi } from "../stores/uiStore";
import { type Action, getSelectedCards, hasSelection } from "../ui/actions/action";

function groupSelected(): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const cards = getSelectedCards();
  const title = createGroupTitle(document);
  const { id, edits } = createGroup(document, cards, { title, parent: findCommonGroup(document, cards) });
  changeDesign(editorTexts.historyLabels.grouped(title), edits);
  selectCards([toGroupCardId(id)]);
  useUi.setState({ editingText: toGroupCardId(id) });
}

function createGroupTitle(design: Design): string {
  const taken = new Set([...readGroups(design).values()].map(({ title }) => title));
  const names = Array.from({ length: taken.size + 1 }, (_, index) => `${editorTexts.canvas.untitled} ${index + 1}`);
  return names.find((name) => !taken.has(name))!;
}

/** The group that all chosen nodes stand in already; else the one that is opened. */
function findCommonGroup(design: Design, cards: readonly string[]): string | null {
  const opened = getVisibleGraph()?.openedGroup ?? null;
  const groups = new Set(cards.map((card) => design.nodes[card]?.group ?? opened));
  const [only] = groups;
  return groups.size === 1 && only && readGroups(design).has(only) ? only : opened;
}

export const groupAction: Action = {
  id: "group",
  name: editorTexts.actions.group,
  group: "edit",
  order: 290,
  menus: { node: 320, nodes: 115 },
  icon: IconBoxMultiple,
  keys: ["Mod+G"],
  onCanvas: true,
  isEnabled: hasSelection,
  perform: groupSelected,
};
