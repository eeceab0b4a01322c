/** Where the frames of groups are, and all that can be dragged, in the design's coordinates. */

import type { Design } from "../api/designDocument";
import type { CardRect } from "../graph/cardAlignment";
import { NODE_WIDTH } from "../graph/cardSizes";
import {
  findGroupOf,
  parseGroupCardId,
  readGroups,
  readNotes,
  toGroupCardId,
  toNoteCardId,
} from "../graph/designGroups";
import type { VisibleGraph } from "../graph/visibleGraph";
import { computeCardHeight } from "./measureCards";

/** Less than the gaps between cards, so that a frame does not run through its neighbors. */
const FRAME_PADDING = { side: 13, top: 30, bottom: 14 };
const EMPTY_FRAME = { width: 280, height: 120 };

/** The cards of a view: nodes and folded groups. */
export function listCards(view: VisibleGraph): CardRect[] {
  return Object.entries(view.design.nodes).map(([id, node]) => ({
    id,
    x: node.x,
    y: node.y,
    width: NODE_WIDTH,
    height: computeCardHeight(node),
  }));
}

/** The notes that are shown, as cards. */
export function listNoteCards(view: VisibleGraph): CardRect[] {
  const { design } = view;
  return [...readNotes(design)]
    .filter(([, note]) => isShownInGroup(view, findGroupOf(design, note)))
    .map(([id, { x, y, width, height }]) => ({ id: toNoteCardId(id), x, y, width, height }));
}

/** Whether what stands in a group is to be seen by itself: the group is the opened one, or a frame. */
const isShownInGroup = (view: VisibleGraph, group: string | null): boolean =>
  group === view.openedGroup || (group !== null && view.frames.includes(group));

/** The frames around the cards of each unfolded group, by group. */
export function computeFrames(view: VisibleGraph): ReadonlyMap<string, CardRect> {
  const frames = new Map<string, CardRect>();
  const parentOf = createParentLookup(view.design);
  const cards = [...listCards(view), ...listNoteCards(view)];
  // The inner ones first, since the outer ones lie around them.
  for (const id of [...view.frames].reverse()) {
    const inner = [...cards, ...frames.values()].filter((card) => parentOf(card.id) === id);
    frames.set(id, computeFrameAround(id, inner, view));
  }
  return frames;
}

/** The cards that stand in the frame of a group and are not of it. */
export function listForeignCards(view: VisibleGraph, group: string): CardRect[] {
  const frame = computeFrames(view).get(group);
  if (!frame) return [];
  const parentOf = createParentLookup(view.design);
  const isMember = (card: string): boolean => {
    for (let parent = parentOf(card); parent !== null; parent = parentOf(toGroupCardId(parent))) {
      if (parent === group) return true;
    }
    return false;
  };
  const isWithin = ({ x, y, width, height }: CardRect) =>
    x < frame.x + frame.width && x + width > frame.x && y < frame.y + frame.height && y + height > frame.y;
  return listCards(view).filter((card) => isWithin(card) && !isMember(card.id));
}

function createParentLookup(design: Design): (card: string) => string | null {
  const groups = readGroups(design);
  const notes = readNotes(design);
  return (card) => {
    const group = parseGroupCardId(card);
    if (group !== null) return groups.get(group)?.parent ?? null;
    const note = card.startsWith("note:") ? notes.get(card.slice(5)) : undefined;
    return findGroupOf(design, note ?? design.nodes[card]);
  };
}

function computeFrameAround(id: string, inner: readonly CardRect[], view: VisibleGraph): CardRect {
  const group = readGroups(view.design).get(id)!;
  if (inner.length === 0) return { id: toGroupCardId(id), x: group.x, y: group.y, ...EMPTY_FRAME };
  const left = Math.min(...inner.map(({ x }) => x)) - FRAME_PADDING.side;
  const top = Math.min(...inner.map(({ y }) => y)) - FRAME_PADDING.top;
  const right = Math.max(...inner.map(({ x, width }) => x + width)) + FRAME_PADDING.side;
  const bottom = Math.max(...inner.map(({ y, height }) => y + height)) + FRAME_PADDING.bottom;
  return { id: toGroupCardId(id), x: left, y: top, width: right - left, height: bottom - top };
}
