/** Lays cards out and lines them up, as one change. */

import { align, type Card, distribute, type Place, type Way } from "../graph/arrange";
import { layOut } from "../graph/layout";
import type { Design, Edit } from "../graph/types";
import { editing } from "../messages/editing";
import { change, useDesign } from "../stores/design";
import { cardsOf, noteCardsOf } from "./frames";
import { heightOf } from "./measure";
import { placeEdits, placesOf } from "./placing";
import { fitOnceDrawn } from "./stage";
import { currentView } from "./viewing";

/** Lays out what is shown, or only some cards of it. Returns whether anything was to be moved. */
export async function layOutDesign(only: readonly string[] | null = null): Promise<boolean> {
  const { id } = useDesign.getState();
  const view = currentView();
  if (!view) return false;
  const design = only ? part(view.design, only) : view.design;
  const edits = await layOut(design, view.modules, (card) => heightOf(design.nodes[card]!));
  // The page may have moved on to another design meanwhile.
  const { id: now, document } = useDesign.getState();
  if (now !== id || !document) return false;
  const placed = placeEdits(document, placesOf(design, edits));
  if (!change(editing.done.tidied(only?.length ?? null), placed)) return false;
  if (!only) fitOnceDrawn();
  return true;
}

/** The design with some of its cards only. */
function part(design: Design, cards: readonly string[]): Design {
  const chosen = new Set(cards);
  const nodes = Object.entries(design.nodes).filter(([id]) => chosen.has(id));
  return { ...design, nodes: Object.fromEntries(nodes) };
}

/** The selected cards with their places and sizes. */
function chosen(cards: readonly string[]): Card[] {
  const view = currentView();
  const wanted = new Set(cards);
  return view ? [...cardsOf(view), ...noteCardsOf(view)].filter(({ id }) => wanted.has(id)) : [];
}

export const alignCards = (cards: readonly string[], way: Way): void =>
  put(editing.done.aligned(editing.actions.align[way]), align(chosen(cards), way));

export const distributeCards = (cards: readonly string[], along: "across" | "down"): void =>
  put(editing.done.aligned(editing.actions.distribute[along]), distribute(chosen(cards), along));

function put(label: string, places: readonly Place[]): void {
  const { document } = useDesign.getState();
  const edits: Edit[] = document ? placeEdits(document, places) : [];
  change(label, edits);
}
