/** Cards while they are dragged: helper lines, what moves along with a frame, the edge they could be put on. */

import type { NodeChange, NodePositionChange } from "@xyflow/react";
import { create } from "zustand";
import { type Card, type Guide, guides } from "../graph/arrange";
import { apply } from "../graph/edits";
import { contents, groupCard, groupIn, noteCard, noteIn } from "../graph/groups";
import { isLoose, splice } from "../graph/splice";
import type { Design } from "../graph/types";
import { editing } from "../messages/editing";
import { nameOfNode } from "../panels/problemWords";
import { change, useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import type { CardNodeType } from "./elements";
import { edgeFor, markEdge } from "./gestures";
import { placeEdits } from "./placing";
import { zoomOf } from "./stage";

export const useGuides = create<readonly Guide[]>(() => []);

/** So near on the screen, a card snaps to the line of another one. */
const REACH = 6;
const MANY_NODES = 400;

/** Where cards are while they are dragged. */
const latest = new Map<string, { x: number; y: number }>();

type Change = NodeChange<CardNodeType>;
type Move = NodePositionChange & { position: { x: number; y: number } };

const isMove = (change: Change): change is Move => change.type === "position" && change.position !== undefined;

/** The changes that xyflow asks for, snapped to helper lines, with what moves along. */
export function guided(changes: Change[], nodes: readonly CardNodeType[]): Change[] {
  const moves = changes.filter(isMove);
  if (moves.length === 0) return changes;
  const going = moves.some(({ dragging }) => dragging);
  const shift = going ? snap(moves, nodes) : { x: 0, y: 0 };
  const placed = moves.map((move) => ({ ...move, position: placeOf(move, going, shift) }));
  const all = [...placed, ...followers(placed, nodes)];
  for (const { id, position } of all) latest.set(id, position);
  return [...changes.filter((one) => !isMove(one)), ...all];
}

/** Let go, a card stays where the helper lines put it; xyflow tells where it would be without them. */
function placeOf({ id, position }: Move, going: boolean, shift: { x: number; y: number }): { x: number; y: number } {
  const kept = going ? undefined : latest.get(id);
  return kept ?? { x: position.x + shift.x, y: position.y + shift.y };
}

function snap(moves: readonly Move[], nodes: readonly CardNodeType[]): { x: number; y: number } {
  const moving = new Set(moves.map(({ id }) => id));
  const [first] = moves;
  const card = nodes.find(({ id }) => id === first!.id);
  if (!card || nodes.length > MANY_NODES || card.type === "frame") return { x: 0, y: 0 };
  const others = nodes
    .filter(({ id, type, selected }) => !moving.has(id) && type !== "frame" && !selected)
    .map((node) => asCard(node, node.position));
  const found = guides(asCard(card, first!.position), others, REACH / zoomOf());
  useGuides.setState(found.lines, true);
  return found;
}

const asCard = ({ id, width = 0, height = 0 }: CardNodeType, { x, y }: { x: number; y: number }): Card => ({
  id,
  x,
  y,
  width,
  height,
});

/** What is inside a frame moves as the frame does. */
function followers(moves: readonly Move[], nodes: readonly CardNodeType[]): Move[] {
  const { document } = useDesign.getState();
  const moved = new Set(moves.map(({ id }) => id));
  const known = new Map(nodes.map((node) => [node.id, node]));
  return moves.flatMap((move) => {
    const frame = known.get(move.id);
    const group = groupIn(move.id);
    if (!document || frame?.type !== "frame" || group === null) return [];
    const by = { x: move.position.x - frame.position.x, y: move.position.y - frame.position.y };
    return insideOf(document, group).flatMap((id) => {
      const card = known.get(id);
      if (!card || moved.has(id)) return [];
      const position = { x: card.position.x + by.x, y: card.position.y + by.y };
      return [{ ...move, id, position }];
    });
  });
}

function insideOf(design: Design, group: string): string[] {
  const { nodes, notes, groups } = contents(design, group);
  return [...nodes, ...notes.map(noteCard), ...groups.map(groupCard)];
}

/** A single loose card that is dragged marks the edge below the pointer. */
export function dragAlong(event: MouseEvent | TouchEvent, moved: readonly CardNodeType[]): void {
  markEdge(moved.length === 1 && "clientX" in event ? edgeUnder(event, moved[0]!.id) : null);
}

function edgeUnder({ clientX, clientY }: MouseEvent, id: string) {
  const { document } = useDesign.getState();
  const node = document?.nodes[id];
  return document && node && isLoose(document, id) ? edgeFor(node.module, clientX, clientY, id) : null;
}

/** One drag is one change, whatever way the cards took. */
export function endDrag(event: MouseEvent | TouchEvent, moved: readonly CardNodeType[]): void {
  const { document } = useDesign.getState();
  useGuides.setState([], true);
  const edge = moved.length === 1 && "clientX" in event ? edgeUnder(event, moved[0]!.id) : null;
  markEdge(null);
  if (!document) return;
  const edits = placeEdits(
    document,
    moved.map(({ id, position }) => ({ id, ...(latest.get(id) ?? position) })),
  );
  latest.clear();
  const names = moved.map(({ id }) => (noteIn(id) === null ? nameOfNode(id) : editing.canvas.note("")));
  const { modules, catalog } = useLibrary.getState();
  const id = moved[0]?.id ?? "";
  const onEdge = edge && splice(apply(document, edits), { modules, accepts: catalog.accepts }, edge, id);
  if (edge && onEdge) {
    const label = editing.done.spliced(nameOfNode(id), nameOfNode(edge.source), nameOfNode(edge.target));
    change(label, [...edits, ...onEdge]);
  } else change(editing.done.moved(names), edits);
}
