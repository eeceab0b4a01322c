/** What an action is: one thing a user can do, read alike by menus, keys and command palette. */

import type { IconArrowBackUp } from "@tabler/icons-react";
import { useSyncExternalStore } from "react";
import type { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { useRun } from "../stores/run";
import { useUi } from "../stores/ui";

export interface Action {
  id: string;
  name: string;
  group: keyof typeof text.actionGroups;
  icon?: typeof IconArrowBackUp;
  /** "Mod+Shift+Z"; Mod is Cmd on a Mac and Ctrl elsewhere. The first is the one that is shown. */
  keys?: string[];
  /** Its keys count only while the canvas has the focus, not some list or tab. */
  onCanvas?: boolean;
  /** Kept out of the command palette, as moving by arrow keys. */
  quiet?: boolean;
  enabled: () => boolean;
  perform: () => void | Promise<void>;
}

export const always = (): boolean => true;
export const hasDesign = (): boolean => useDesign.getState().document !== null;
export const hasNodes = (): boolean => Object.keys(useDesign.getState().document?.nodes ?? {}).length > 0;

/** The selected nodes that still exist. */
export function selectedNodes(): string[] {
  const { document } = useDesign.getState();
  return useUi.getState().selection.filter((id) => document?.nodes[id]);
}

export const hasSelection = (): boolean => selectedNodes().length > 0;

function subscribe(listener: () => void): () => void {
  const stops = [useDesign.subscribe(listener), useRun.subscribe(listener), useUi.subscribe(listener)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Whether the action can be done now, kept up to date. */
export const useEnabled = (action: Action): boolean => useSyncExternalStore(subscribe, action.enabled);
