/** Path edits on a design: apply them, and find the edits that take them back. Values are never changed in place. */

import type { Design, Edit, Json } from "./types";

type Tree = { [key: string]: Json };

/** The design after the edits. What no edit touches keeps its identity, so that the canvas redraws the rest only. */
export function apply(design: Design, edits: readonly Edit[]): Design {
  return edits.reduce(applyOne, design);
}

/** The edits that take `edits` back when they are applied after them. */
export function invert(design: Design, edits: readonly Edit[]): Edit[] {
  const inverse: Edit[] = [];
  let current = design;
  for (const edit of edits) {
    const next = applyOne(current, edit);
    if (next !== current) inverse.unshift(restoring(current, edit.path));
    current = next;
  }
  return inverse;
}

/** The value at a path, or undefined where there is none; of an item of a list its place. */
export function valueAt(design: Design, path: readonly string[]): Json | undefined {
  if (namesItem(path)) {
    const place = itemsAt(design, path.slice(0, -1))?.indexOf(path.at(-1)!) ?? -1;
    return place < 0 ? undefined : place;
  }
  let value: Json | undefined = design as unknown as Json;
  for (const key of path) {
    if (!isTree(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/**
 * Whether a path ends in an item of a list: an edge at a port, by its reference, or a rule that is silenced. So people who
 * add or take away different items of one list do not undo one another's work. The value is the place in the list that a
 * new item is put at, null for its end.
 */
export const namesItem = (path: readonly string[]): boolean =>
  path[0] === "nodes" && ((path.length === 5 && path[2] === "inputs") || (path.length === 4 && path[2] === "silenced"));

function restoring(design: Design, path: string[]): Edit {
  const [before, list] = [valueAt(design, path), path.slice(0, -1)];
  // A lone edge is a text and not a list of one: it comes back as what it was.
  if (namesItem(path) && typeof valueAt(design, list) === "string") return restoring(design, list);
  return before === undefined ? { path } : { path, value: before };
}

function applyOne(design: Design, edit: Edit): Design {
  if (edit.path.length === 0) return design;
  const { path, value } = namesItem(edit.path) ? ofWholeList(design, edit) : edit;
  return changed(design as unknown as Tree, path, 0, value) as unknown as Design;
}

/** An edit of one item as an edit of the list that is there now. */
function ofWholeList(design: Design, edit: Edit): Edit {
  const [path, item] = [edit.path.slice(0, -1), edit.path.at(-1)!];
  const items = itemsAt(design, path);
  if (!items || items.includes(item) !== (edit.value === undefined)) return edit;
  if (edit.value === undefined) {
    const left = items.filter((one) => one !== item);
    return left.length > 0 || path[2] !== "inputs" ? { path, value: left } : { path };
  }
  const place = Number.isInteger(edit.value) ? Math.max(0, edit.value as number) : items.length;
  return { path, value: items.toSpliced(place, 0, item) };
}

/** The list at a path; a lone text counts as one, and nothing as an empty one. Undefined where no list can be. */
function itemsAt(design: Design, path: readonly string[]): Json[] | undefined {
  const holder = valueAt(design, path.slice(0, 2));
  if (!isTree(holder)) return undefined;
  const found = valueAt(design, path) ?? [];
  if (typeof found === "string") return [found];
  return Array.isArray(found) ? found : undefined;
}

const EMPTY: Tree = {};

/** The very same tree where nothing changes. */
function changed(tree: Tree, path: readonly string[], depth: number, value: Json | undefined): Tree {
  const key = path[depth]!;
  if (depth === path.length - 1) return value === undefined ? without(tree, key) : { ...tree, [key]: value };
  const there = Object.hasOwn(tree, key) ? tree[key] : alwaysThere(path, depth) ? EMPTY : undefined;
  // Somebody else deleted what this edit is about: there is nothing left to change.
  if (!isTree(there)) return tree;
  const after = changed(there, path, depth + 1, value);
  return after === there ? tree : { ...tree, [key]: after };
}

const MAPS = ["nodes", "notes", "groups", "parameters", "modules"];
const INNER_MAPS: Record<string, string[]> = { nodes: ["parameters", "inputs"], groups: ["parameters", "ports"] };

/** Whether a map stands there in every design, empty where the document does not spell it out. */
function alwaysThere(path: readonly string[], depth: number): boolean {
  if (depth === 0) return MAPS.includes(path[0]!);
  return depth === 2 && (INNER_MAPS[path[0]!]?.includes(path[2]!) ?? false);
}

function without(tree: Tree, key: string): Tree {
  if (!Object.hasOwn(tree, key)) return tree;
  const { [key]: _removed, ...rest } = tree;
  return rest;
}

function isTree(value: Json | undefined): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
