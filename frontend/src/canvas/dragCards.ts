/** Cards while they are dragged: helper lines, what moves along with a frame, the edge they could be put on. */

import type { NodeChange, NodePositionChange } from "@xyflow/react";
import { create } from "zustand";
import type { Design } from "../api/designDocument";
import { applyEdits } from "../graph/applyEdits";
import { type AlignmentGuide, type CardRect, findAlignmentGuides } from "../graph/cardAlignment";
import {
  listGroupContents,
  parseGroupCardId,
  parseNoteCardId,
  toGroupCardId,
  toNoteCardId,
} from "../graph/designGroups";
import { insertIntoEdge, isUnconnected } from "../graph/insertIntoEdge";
import { editorTexts } from "../messages/editorTexts";
import { useCatalog } from "../stores/catalogStore";
import { changeDesign, useDesign } from "../stores/designStore";
import { getNodeName } from "../stores/nodeNames";
import { findEdgeFor, markInsertionEdge } from "./mouseGestures";
import { createMoveEdits } from "./moveEdits";
import type { CardNodeType } from "./toReactFlow";
import { getZoom } from "./viewport";

export const useAlignmentGuides = create<readonly AlignmentGuide[]>(() => []);

/** So near on the screen, a card snaps to the line of another one. */
const SNAP_DISTANCE = 6;
const MAX_SNAPPED_CARDS = 400;

/** Where cards are while they are dragged. */
const latestPositions = new Map<string, { x: number; y: number }>();

type CardChange = NodeChange<CardNodeType>;
type CardMove = NodePositionChange & { position: { x: number; y: number } };

const isMove = (change: CardChange): change is CardMove => change.type === "position" && change.position !== undefined;

/** The changes that xyflow asks for, snapped to helper lines, with what moves along. */
export function snapToGuides(changes: CardChange[], nodes: readonly CardNodeType[]): CardChange[] {
  const moves = changes.filter(isMove);
  if (moves.length === 0) return changes;
  const going = moves.some(({ dragging }) => dragging);
  const shift = going ? computeSnapShift(moves, nodes) : { x: 0, y: 0 };
  const placed = moves.map((move) => ({ ...move, position: getDropPosition(move, going, shift) }));
  const all = [...placed, ...listFollowers(placed, nodes)];
  for (const { id, position } of all) latestPositions.set(id, position);
  return [...changes.filter((one) => !isMove(one)), ...all];
}

/** Let go, a card stays where the helper lines put it; xyflow tells where it would be without them. */
function getDropPosition(
  { id, position }: CardMove,
  going: boolean,
  shift: { x: number; y: number },
): { x: number; y: number } {
  const kept = going ? undefined : latestPositions.get(id);
  return kept ?? { x: position.x + shift.x, y: position.y + shift.y };
}

function computeSnapShift(moves: readonly CardMove[], nodes: readonly CardNodeType[]): { x: number; y: number } {
  const moving = new Set(moves.map(({ id }) => id));
  const [first] = moves;
  const card = nodes.find(({ id }) => id === first!.id);
  if (!card || nodes.length > MAX_SNAPPED_CARDS || card.type === "frame") return { x: 0, y: 0 };
  const others = nodes
    .filter(({ id, type, selected }) => !moving.has(id) && type !== "frame" && !selected)
    .map((node) => toCardRect(node, node.position));
  const found = findAlignmentGuides(toCardRect(card, first!.position), others, SNAP_DISTANCE / getZoom());
  useAlignmentGuides.setState(found.lines, true);
  return found;
}

const toCardRect = ({ id, width = 0, height = 0 }: CardNodeType, { x, y }: { x: number; y: number }): CardRect => ({
  id,
  x,
  y,
  width,
  height,
});

/** What is inside a frame moves as the frame does. */
function listFollowers(moves: readonly CardMove[], nodes: readonly CardNodeType[]): CardMove[] {
  const { document } = useDesign.getState();
  const moved = new Set(moves.map(({ id }) => id));
  const known = new Map(nodes.map((node) => [node.id, node]));
  return moves.flatMap((move) => {
    const frame = known.get(move.id);
    const group = parseGroupCardId(move.id);
    if (!document || frame?.type !== "frame" || group === null) return [];
    const by = { x: move.position.x - frame.position.x, y: move.position.y - frame.position.y };
    return listCardsInside(document, group).flatMap((id) => {
      const card = known.get(id);
      if (!card || moved.has(id)) return [];
      const position = { x: card.position.x + by.x, y: card.position.y + by.y };
      return [{ ...move, id, position }];
    });
  });
}

function listCardsInside(design: Design, group: string): string[] {
  const { nodes, notes, groups } = listGroupContents(design, group);
  return [...nodes, ...notes.map(toNoteCardId), ...groups.map(toGroupCardId)];
}

/** A single loose card that is dragged marks the edge below the pointer. */
export function handleDragMove(event: MouseEvent | TouchEvent, moved: readonly CardNodeType[]): void {
  markInsertionEdge(moved.length === 1 && "clientX" in event ? findEdgeUnder(event, moved[0]!.id) : null);
}

function findEdgeUnder({ clientX, clientY }: MouseEvent, id: string) {
  const { document } = useDesign.getState();
  const node = document?.nodes[id];
  return document && node && isUnconnected(document, id) ? findEdgeFor(node.module, clientX, clientY, id) : null;
}

/** One drag is one change, whatever way the cards took. */
export function finishDrag(event: MouseEvent | TouchEvent, moved: readonly CardNodeType[]): void {
  const { document } = useDesign.getState();
  useAlignmentGuides.setState([], true);
  const edge = moved.length === 1 && "clientX" in event ? findEdgeUnder(event, moved[0]!.id) : null;
  markInsertionEdge(null);
  if (!document) return;
  const edits = createMoveEdits(
    document,
    moved.map(({ id, position }) => ({ id, ...(latestPositions.get(id) ?? position) })),
  );
  latestPositions.clear();
  const names = moved.map(({ id }) => (parseNoteCardId(id) === null ? getNodeName(id) : editorTexts.canvas.note("")));
  const { modules, catalog } = useCatalog.getState();
  const id = moved[0]?.id ?? "";
  const onEdge = edge && insertIntoEdge(applyEdits(document, edits), { modules, accepts: catalog.accepts }, edge, id);
  if (edge && onEdge) {
    const label = editorTexts.historyLabels.spliced(
      getNodeName(id),
      getNodeName(edge.source),
      getNodeName(edge.target),
    );
    changeDesign(label, [...edits, ...onEdge]);
  } else changeDesign(editorTexts.historyLabels.moved(names), edits);
}
