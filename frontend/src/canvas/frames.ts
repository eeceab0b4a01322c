/** Where the frames of groups are, and all that can be dragged, in the design's coordinates. */

import type { Card } from "../graph/arrange";
import { groupCard, groupIn, groupOf, groupsOf, noteCard, notesOf } from "../graph/groups";
import { NODE_WIDTH } from "../graph/sizes";
import type { Design } from "../graph/types";
import type { View } from "../graph/view";
import { heightOf } from "./measure";

/** Less than the gaps between cards, so that a frame does not run through its neighbours. */
const ROOM = { side: 13, top: 30, bottom: 14 };
const EMPTY = { width: 280, height: 120 };

/** The cards of a view: nodes and folded groups. */
export function cardsOf(view: View): Card[] {
  return Object.entries(view.design.nodes).map(([id, node]) => ({
    id,
    x: node.x,
    y: node.y,
    width: NODE_WIDTH,
    height: heightOf(node),
  }));
}

/** The notes that are shown, as cards. */
export function noteCardsOf(view: View): Card[] {
  const { design } = view;
  return [...notesOf(design)]
    .filter(([, note]) => isAmong(view, groupOf(design, note)))
    .map(([id, { x, y, width, height }]) => ({ id: noteCard(id), x, y, width, height }));
}

/** Whether what stands in a group is to be seen by itself: the group is the opened one, or a frame. */
const isAmong = (view: View, group: string | null): boolean =>
  group === view.opened || (group !== null && view.frames.includes(group));

/** The frames around the cards of each unfolded group, by group. */
export function framesOf(view: View): ReadonlyMap<string, Card> {
  const frames = new Map<string, Card>();
  const parentOf = parents(view.design);
  const cards = [...cardsOf(view), ...noteCardsOf(view)];
  // The inner ones first, since the outer ones lie around them.
  for (const id of [...view.frames].reverse()) {
    const inner = [...cards, ...frames.values()].filter((card) => parentOf(card.id) === id);
    frames.set(id, around(id, inner, view));
  }
  return frames;
}

function parents(design: Design): (card: string) => string | null {
  const groups = groupsOf(design);
  const notes = notesOf(design);
  return (card) => {
    const group = groupIn(card);
    if (group !== null) return groups.get(group)?.parent ?? null;
    const note = card.startsWith("note:") ? notes.get(card.slice(5)) : undefined;
    return groupOf(design, note ?? design.nodes[card]);
  };
}

function around(id: string, inner: readonly Card[], view: View): Card {
  const group = groupsOf(view.design).get(id)!;
  if (inner.length === 0) return { id: groupCard(id), x: group.x, y: group.y, ...EMPTY };
  const left = Math.min(...inner.map(({ x }) => x)) - ROOM.side;
  const top = Math.min(...inner.map(({ y }) => y)) - ROOM.top;
  const right = Math.max(...inner.map(({ x, width }) => x + width)) + ROOM.side;
  const bottom = Math.max(...inner.map(({ y, height }) => y + height)) + ROOM.bottom;
  return { id: groupCard(id), x: left, y: top, width: right - left, height: bottom - top };
}
