/** What an action is: one thing a user can do, read alike by menus, keys and command palette. */

import type { IconArrowBackUp } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import { visiting } from "../api/door";
import { may, type Need } from "../api/may";
import { groupIn, groupsOf, noteIn, notesOf, withContents } from "../graph/groups";
import type { Design } from "../graph/types";
import type { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { useRun } from "../stores/run";
import { useUi } from "../stores/ui";

export interface Action {
  id: string;
  name: string;
  group: keyof typeof text.actionGroups;
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
  members?: boolean;
  /** The least role of a member who may do it; members with less are not offered it. */
  needs?: Need;
  /** Kept out of the command palette, as moving by arrow keys. */
  quiet?: boolean;
  enabled: () => boolean;
  perform: () => void | Promise<void>;
}

/** Whether whoever is here may do it at all. */
export const isOffered = ({ members = false, needs }: Action): boolean =>
  !(members && visiting()) && (needs === undefined || may(needs));

export const always = (): boolean => true;
export const hasDesign = (): boolean => useDesign.getState().document !== null;
export const hasNodes = (): boolean => Object.keys(useDesign.getState().document?.nodes ?? {}).length > 0;

/** What is selected and still there: nodes, notes, groups, as their cards; else the one that has the focus. */
export function selectedCards(): string[] {
  const { document: design } = useDesign.getState();
  if (!design) return [];
  const selected = useUi.getState().selection.filter((card) => isThere(design, card));
  const focused = selected.length === 0 ? focusedCard() : undefined;
  return focused !== undefined && isThere(design, focused) ? [focused] : selected;
}

/** The card, or the row of the outline, that the keyboard is on. */
function focusedCard(): string | undefined {
  const element = document.activeElement;
  const card = element?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  return card ?? element?.closest<HTMLElement>("[role=treeitem]")?.dataset.card;
}

function isThere(design: Design, card: string): boolean {
  const [group, note] = [groupIn(card), noteIn(card)];
  if (group !== null) return groupsOf(design).has(group);
  return note !== null ? notesOf(design).has(note) : design.nodes[card] !== undefined;
}

/** The selected nodes, those in selected groups among them. */
export function selectedNodes(): string[] {
  const { document } = useDesign.getState();
  return document ? withContents(document, selectedCards()).nodes : [];
}

/** The one node that is selected or has the focus. */
export function oneNode(): string | null {
  const focused = document.activeElement?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  const card = focused ?? (selectedCards().length === 1 ? selectedCards()[0] : undefined);
  return card !== undefined && useDesign.getState().document?.nodes[card] ? card : null;
}

export const hasSelection = (): boolean => selectedCards().length > 0;
export const hasSelectedNodes = (): boolean => selectedNodes().length > 0;

function subscribe(listener: () => void): () => void {
  const stops = [useDesign.subscribe(listener), useRun.subscribe(listener), useUi.subscribe(listener)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Whether the action can be done now, kept up to date. */
export const useEnabled = (action: Action): boolean => useSyncExternalStore(subscribe, action.enabled);
