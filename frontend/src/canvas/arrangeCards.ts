/** Lays cards out and lines them up, as one change. */

import type { Design, Edit } from "../api/designDocument";
import { computeLayout } from "../graph/automaticLayout";
import { type Alignment, alignRects, type CardPosition, type CardRect, distributeRects } from "../graph/cardAlignment";
import { editorTexts } from "../messages/editorTexts";
import { changeDesign, useDesign } from "../stores/designStore";
import { listCards, listNoteCards } from "./groupFrames";
import { computeCardHeight } from "./measureCards";
import { createMoveEdits, toCardPositions } from "./moveEdits";
import { getVisibleGraph } from "./useVisibleGraph";
import { fitOnceDrawn } from "./viewport";

/** Lays out what is shown, or only some cards of it. Returns whether anything was to be moved. */
export async function layOutDesign(only: readonly string[] | null = null): Promise<boolean> {
  const { id } = useDesign.getState();
  const view = getVisibleGraph();
  if (!view) return false;
  const design = only ? pickCards(view.design, only) : view.design;
  const edits = await computeLayout(design, view.modules, (card) => computeCardHeight(design.nodes[card]!));
  // The page may have moved on to another design meanwhile.
  const { id: now, document } = useDesign.getState();
  if (now !== id || !document) return false;
  const placed = createMoveEdits(document, toCardPositions(design, edits));
  if (!changeDesign(editorTexts.historyLabels.tidied(only?.length ?? null), placed)) return false;
  if (!only) fitOnceDrawn();
  return true;
}

/** The design with some of its cards only. */
function pickCards(design: Design, cards: readonly string[]): Design {
  const chosen = new Set(cards);
  const nodes = Object.entries(design.nodes).filter(([id]) => chosen.has(id));
  return { ...design, nodes: Object.fromEntries(nodes) };
}

/** The selected cards with their places and sizes. */
function listSelectedCards(cards: readonly string[]): CardRect[] {
  const view = getVisibleGraph();
  const wanted = new Set(cards);
  return view ? [...listCards(view), ...listNoteCards(view)].filter(({ id }) => wanted.has(id)) : [];
}

export const alignCards = (cards: readonly string[], way: Alignment): void =>
  moveCards(
    editorTexts.historyLabels.aligned(editorTexts.actions.align[way]),
    alignRects(listSelectedCards(cards), way),
  );

export const distributeCards = (cards: readonly string[], along: "across" | "down"): void =>
  moveCards(
    editorTexts.historyLabels.aligned(editorTexts.actions.distribute[along]),
    distributeRects(listSelectedCards(cards), along),
  );

function moveCards(label: string, places: readonly CardPosition[]): void {
  const { document } = useDesign.getState();
  const edits: Edit[] = document ? createMoveEdits(document, places) : [];
  changeDesign(label, edits);
}
