/** What an action is: one thing a user can do, read alike by menus, keys and command palette. */

import type { IconArrowBackUp } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { getGuestAccess } from "../../api/accessMode";
import type { Design } from "../../api/designDocument";
import { getEmbed } from "../../api/embedding";
import { hasRole, type RequiredRole } from "../../api/permissions";
import { expandGroups, parseGroupCardId, parseNoteCardId, readGroups, readNotes } from "../../graph/designGroups";
import type { appTexts } from "../../messages/appTexts";
import { useDesign } from "../../stores/designStore";
import { useRun } from "../../stores/runStore";
import { useUi } from "../../stores/uiStore";

/** The menu of one card, of several, of the canvas, and the one beside the design's name. */
export type ActionMenuName = "node" | "nodes" | "canvas" | "design";

/** How to add one: docs/extending/action.md. */
export interface Action {
  /** Users may have given it keys under this id: never change it. */
  id: string;
  name: string;
  group: keyof typeof appTexts.actionGroups;
  /** Where it stands in the command palette, the lowest first. */
  order: number;
  /** The menus that offer it, each with its place there. Between hundreds, as between 190 and 205, a line is drawn. */
  menus?: Partial<Record<ActionMenuName, number>>;
  icon?: typeof IconArrowBackUp;
  /** "Mod+Shift+Z"; Mod is Cmd on a Mac and Ctrl elsewhere. The first is the one that is shown. A user may change them. */
  keys?: string[];
  /** The browser itself reports this key, as an event of its own; so it is shown and cannot be changed. */
  browserKey?: string;
  /** Its keys count only while the canvas or the outline has the focus, not some list or tab. */
  onCanvas?: boolean;
  /** Its keys count in fields, too. */
  whileTyping?: boolean;
  /** Its keys are the outline's own while that has the focus. */
  notInOutline?: boolean;
  /** Of members of the workspace only: whoever came by a link is not offered it. */
  membersOnly?: boolean;
  /** Reaches beyond the open design: an embedded canvas, whose key is for that alone, is not offered it. */
  beyondDesign?: boolean;
  /** The least role of a member who may do it; members with less are not offered it. */
  requiredRole?: RequiredRole;
  /** Kept out of the command palette, as moving by arrow keys. */
  hiddenFromPalette?: boolean;
  isEnabled: () => boolean;
  perform: () => void | Promise<void>;
}

/** Whether whoever is here may do it at all. */
export const isOffered = ({ membersOnly = false, beyondDesign = false, requiredRole }: Action): boolean =>
  !(membersOnly && getGuestAccess()) &&
  !(beyondDesign && getEmbed()) &&
  (requiredRole === undefined || hasRole(requiredRole));

export const isAlwaysEnabled = (): boolean => true;
export const hasDesign = (): boolean => useDesign.getState().document !== null;
export const hasNodes = (): boolean => Object.keys(useDesign.getState().document?.nodes ?? {}).length > 0;

/** What is selected and still there: nodes, notes, groups, as their cards; else the one that has the focus. */
export function getSelectedCards(): string[] {
  const { document: design } = useDesign.getState();
  if (!design) return [];
  const selected = useUi.getState().selection.filter((card) => hasCard(design, card));
  const focused = selected.length === 0 ? findFocusedCard() : undefined;
  return focused !== undefined && hasCard(design, focused) ? [focused] : selected;
}

/** The card, or the row of the outline, that the keyboard is on. */
function findFocusedCard(): string | undefined {
  const element = document.activeElement;
  const card = element?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  return card ?? element?.closest<HTMLElement>("[role=treeitem]")?.dataset.card;
}

function hasCard(design: Design, card: string): boolean {
  const [group, note] = [parseGroupCardId(card), parseNoteCardId(card)];
  if (group !== null) return readGroups(design).has(group);
  return note !== null ? readNotes(design).has(note) : design.nodes[card] !== undefined;
}

/** The selected nodes, those in selected groups among them. */
export function getSelectedNodes(): string[] {
  const { document } = useDesign.getState();
  return document ? expandGroups(document, getSelectedCards()).nodes : [];
}

/** The one node that is selected or has the focus. */
export function findSingleNode(): string | null {
  const focused = document.activeElement?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  const card = focused ?? (getSelectedCards().length === 1 ? getSelectedCards()[0] : undefined);
  return card !== undefined && useDesign.getState().document?.nodes[card] ? card : null;
}

export const hasSelection = (): boolean => getSelectedCards().length > 0;
export const hasSelectedNodes = (): boolean => getSelectedNodes().length > 0;

function subscribeToStores(listener: () => void): () => void {
  const stops = [useDesign.subscribe(listener), useRun.subscribe(listener), useUi.subscribe(listener)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Whether the action can be done now, kept up to date. */
export const useActionEnabled = (action: Action): boolean => useSyncExternalStore(subscribeToStores, action.isEnabled);
