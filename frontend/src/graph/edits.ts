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

/** The value at a path, or undefined where there is none. */
export function valueAt(design: Design, path: readonly string[]): Json | undefined {
  let value: Json | undefined = design as unknown as Json;
  for (const key of path) {
    if (!isTree(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value;
}

function restoring(design: Design, path: string[]): Edit {
  const before = valueAt(design, path);
  return before === undefined ? { path } : { path, value: before };
}

function applyOne(design: Design, edit: Edit): Design {
  if (edit.path.length === 0) return design;
  return changed(design as unknown as Tree, edit.path, 0, edit.value) as unknown as Design;
}

function changed(tree: Tree, path: readonly string[], depth: number, value: Json | undefined): Tree {
  const key = path[depth]!;
  if (depth === path.length - 1) return value === undefined ? without(tree, key) : { ...tree, [key]: value };
  const child = tree[key];
  // Somebody else deleted what this edit is about: there is nothing left to change.
  if (!isTree(child)) return tree;
  const after = changed(child, path, depth + 1, value);
  return after === child ? tree : { ...tree, [key]: after };
}

function without(tree: Tree, key: string): Tree {
  if (!Object.hasOwn(tree, key)) return tree;
  const { [key]: _removed, ...rest } = tree;
  return rest;
}

function isTree(value: Json | undefined): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
