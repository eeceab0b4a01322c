/** All actions: every file of this folder that exports one registers it, and the action says where it stands. */

import type { Action, ActionMenuName } from "../ui/actions/action";

const files = import.meta.glob<Record<string, unknown>>(["./*.ts", "!./allActions.ts", "!./*.test.ts"], {
  eager: true,
});

const isAction = (exported: unknown): exported is Action =>
  typeof exported === "object" && exported !== null && "perform" in exported && "isEnabled" in exported;

/** An action, or a list of them. Files may export other things too. */
const readActions = (exported: unknown): Action[] =>
  Array.isArray(exported) ? exported.filter(isAction) : isAction(exported) ? [exported] : [];

/** In the order of the command palette. */
export const actions: readonly Action[] = Object.values(files)
  .flatMap((file) => Object.values(file).flatMap(readActions))
  .sort((one, other) => one.order - other.order);

/** The actions of a menu in their places; null is a line between. */
function buildMenu(menu: ActionMenuName): readonly (Action | null)[] {
  const placed = actions
    .flatMap((action) => (action.menus?.[menu] === undefined ? [] : [{ action, place: action.menus[menu] }]))
    .sort((one, other) => one.place - other.place);
  const getSection = (at: number): number => Math.floor((placed[at]?.place ?? 0) / 100);
  return placed.flatMap(({ action }, at) =>
    at > 0 && getSection(at) !== getSection(at - 1) ? [null, action] : [action],
  );
}

export const nodeMenu = buildMenu("node");
export const multiNodeMenu = buildMenu("nodes");
export const canvasMenu = buildMenu("canvas");
/** The menu beside the design's name. */
export const designMenu = buildMenu("design");
