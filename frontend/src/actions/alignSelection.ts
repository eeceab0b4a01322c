/** Lining up the selected cards: by their edges or middles, or with the same gap between them. */

import {
  IconLayoutAlignBottom,
  IconLayoutAlignCenter,
  IconLayoutAlignLeft,
  IconLayoutAlignMiddle,
  IconLayoutAlignRight,
  IconLayoutAlignTop,
  IconLayoutDistributeHorizontal,
  IconLayoutDistributeVertical,
} from "@tabler/icons-react";
import { alignCards, distributeCards } from "../canvas/arrangeCards";
import type { Alignment } from "../graph/cardAlignment";
import { editorTexts } from "../messages/editorTexts";
import { type Action, getSelectedCards } from "../ui/actions/action";

const createAlignAction = (way: Alignment, keys: string, icon: Action["icon"]): Action => ({
  id: `align ${way}`,
  name: editorTexts.actions.align[way],
  group: "arrange",
  order: 400,
  menus: { nodes: 205 },
  icon,
  keys: [keys],
  onCanvas: true,
  isEnabled: () => getSelectedCards().length > 1,
  perform: () => alignCards(getSelectedCards(), way),
});

const createDistributeAction = (along: "across" | "down", keys: string, icon: Action["icon"]): Action => ({
  id: `distribute ${along}`,
  name: editorTexts.actions.distribute[along],
  group: "arrange",
  order: 400,
  menus: { nodes: 205 },
  icon,
  keys: [keys],
  onCanvas: true,
  isEnabled: () => getSelectedCards().length > 2,
  perform: () => distributeCards(getSelectedCards(), along),
});

export const alignActions: readonly Action[] = [
  createAlignAction("left", "Alt+A", IconLayoutAlignLeft),
  createAlignAction("centre", "Alt+H", IconLayoutAlignCenter),
  createAlignAction("right", "Alt+D", IconLayoutAlignRight),
  createAlignAction("top", "Alt+W", IconLayoutAlignTop),
  createAlignAction("middle", "Alt+V", IconLayoutAlignMiddle),
  createAlignAction("bottom", "Alt+S", IconLayoutAlignBottom),
  createDistributeAction("across", "Alt+Shift+H", IconLayoutDistributeHorizontal),
  createDistributeAction("down", "Alt+Shift+V", IconLayoutDistributeVertical),
];
