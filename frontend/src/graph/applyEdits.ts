/** Path edits on a design: apply them, and find the edits that take them back. Values are never changed in place. */

import type { Design, Edit, Json } from "../api/designDocument";

type JsonTree = { [key: string]: Json };

/** The design after the edits. What no edit touches keeps its identity, so that the canvas redraws the rest only. */
export function applyEdits(design: Design, edits: readonly Edit[]): Design {
  return edits.reduce(applyEdit, design);
}

/** The edits that take `canEdit` back when they are applied after them. */
export function invertEdits(design: Design, edits: readonly Edit[]): Edit[] {
  const inverse: Edit[] = [];
  let current = design;
  for (const edit of edits) {
    const next = applyEdit(current, edit);
    if (next !== current) inverse.unshift(toInverseEdit(current, edit.path));
    current = next;
  }
  return inverse;
}

/** The value at a path, or undefined where there is none; of an item of a list its place. */
export function getValueAt(design: Design, path: readonly string[]): Json | undefined {
  if (isItemPath(path)) {
    const place = getItemsAt(design, path.slice(0, -1))?.indexOf(path.at(-1)!) ?? -1;
    return place < 0 ? undefined : place;
  }
  let value: Json | undefined = design as unknown as Json;
  for (const key of path) {
    if (!isJsonTree(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

/**
 * Whether a path ends in an item of a list: an edge at a port, by its reference, or a rule that is silenced. So people who
 * add or take away different items of one list do not undo one another's work. The value is the place in the list that a
 * new item is put at, null for its end.
 */
export const isItemPath = (path: readonly string[]): boolean =>
  path[0] === "nodes" && ((path.length === 5 && path[2] === "inputs") || (path.length === 4 && path[2] === "silenced"));

function toInverseEdit(design: Design, path: string[]): Edit {
  const [before, list] = [getValueAt(design, path), path.slice(0, -1)];
  // A lone edge is a text and not a list of one: it comes back as what it was.
  if (isItemPath(path) && typeof getValueAt(design, list) === "string") return toInverseEdit(design, list);
  return before === undefined ? { path } : { path, value: before };
}

function applyEdit(design: Design, edit: Edit): Design {
  if (edit.path.length === 0) return design;
  const { path, value } = isItemPath(edit.path) ? toListEdit(design, edit) : edit;
  return setValueAt(design as unknown as JsonTree, path, 0, value) as unknown as Design;
}

/** An edit of one item as an edit of the list that is there now. */
function toListEdit(design: Design, edit: Edit): Edit {
  const [path, item] = [edit.path.slice(0, -1), edit.path.at(-1)!];
  const items = getItemsAt(design, path);
  if (!items || items.includes(item) !== (edit.value === undefined)) return edit;
  if (edit.value === undefined) {
    const left = items.filter((one) => one !== item);
    return left.length > 0 || path[2] !== "inputs" ? { path, value: left } : { path };
  }
  const place = Number.isInteger(edit.value) ? Math.max(0, edit.value as number) : items.length;
  return { path, value: items.toSpliced(place, 0, item) };
}

/** The list at a path; a lone text counts as one, and nothing as an empty one. Undefined where no list can be. */
function getItemsAt(design: Design, path: readonly string[]): Json[] | undefined {
  const holder = getValueAt(design, path.slice(0, 2));
  if (!isJsonTree(holder)) return undefined;
  const found = getValueAt(design, path) ?? [];
  if (typeof found === "string") return [found];
  return Array.isArray(found) ? found : undefined;
}

const EMPTY: JsonTree = {};

/** The very same tree where nothing changes. */
function setValueAt(tree: JsonTree, path: readonly string[], depth: number, value: Json | undefined): JsonTree {
  const key = path[depth]!;
  if (depth === path.length - 1) return value === undefined ? omitKey(tree, key) : { ...tree, [key]: value };
  const there = Object.hasOwn(tree, key) ? tree[key] : isImplicitMap(path, depth) ? EMPTY : undefined;
  // Somebody else deleted what this edit is about: there is nothing left to change.
  if (!isJsonTree(there)) return tree;
  const after = setValueAt(there, path, depth + 1, value);
  return after === there ? tree : { ...tree, [key]: after };
}

const TOP_LEVEL_MAPS = ["nodes", "notes", "groups", "parameters", "modules", "pipeline", "dashboards"];
const PIPELINE_MAPS = ["parameters", "inputs", "outputs"];
const INNER_MAPS: Record<string, string[]> = {
  nodes: ["parameters", "inputs"],
  groups: ["parameters", "ports"],
  dashboards: ["tiles"],
};

/** Whether a map stands there in every design, empty where the document does not spell it out. */
function isImplicitMap(path: readonly string[], depth: number): boolean {
  if (depth === 0) return TOP_LEVEL_MAPS.includes(path[0]!);
  if (depth === 1 && path[0] === "pipeline") return PIPELINE_MAPS.includes(path[1]!);
  return depth === 2 && (INNER_MAPS[path[0]!]?.includes(path[2]!) ?? false);
}

function omitKey(tree: JsonTree, key: string): JsonTree {
  if (!Object.hasOwn(tree, key)) return tree;
  const { [key]: _removed, ...rest } = tree;
  return rest;
}

function isJsonTree(value: Json | undefined): value is JsonTree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
