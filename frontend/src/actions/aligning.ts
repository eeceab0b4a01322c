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
import { alignCards, distributeCards } from "../canvas/arranging";
import type { Way } from "../graph/arrange";
import { editing } from "../messages/editing";
import { type Action, selectedCards } from "./action";

const aligning = (way: Way, keys: string, icon: Action["icon"]): Action => ({
  id: `align ${way}`,
  name: editing.actions.align[way],
  group: "arrange",
  icon,
  keys: [keys],
  onCanvas: true,
  enabled: () => selectedCards().length > 1,
  perform: () => alignCards(selectedCards(), way),
});

const distributing = (along: "across" | "down", keys: string, icon: Action["icon"]): Action => ({
  id: `distribute ${along}`,
  name: editing.actions.distribute[along],
  group: "arrange",
  icon,
  keys: [keys],
  onCanvas: true,
  enabled: () => selectedCards().length > 2,
  perform: () => distributeCards(selectedCards(), along),
});

export const alignments: readonly Action[] = [
  aligning("left", "Alt+A", IconLayoutAlignLeft),
  aligning("centre", "Alt+H", IconLayoutAlignCenter),
  aligning("right", "Alt+D", IconLayoutAlignRight),
  aligning("top", "Alt+W", IconLayoutAlignTop),
  aligning("middle", "Alt+V", IconLayoutAlignMiddle),
  aligning("bottom", "Alt+S", IconLayoutAlignBottom),
  distributing("across", "Alt+Shift+H", IconLayoutDistributeHorizontal),
  distributing("down", "Alt+Shift+V", IconLayoutDistributeVertical),
];
