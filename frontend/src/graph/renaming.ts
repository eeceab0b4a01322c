/** When two people give one name to two new things at once, the second gets another name, wherever its changes speak of it. */

import { freshId, stem } from "./ids";
import type { Design, Edit, Json } from "./types";

/** What is kept under names of its own: a new thing of one of these never takes the place of another. */
const NAMED = ["nodes", "notes", "groups", "modules"];

/** The edits, those that make something marked as such: the server keeps them from what others made under the same name. */
export function marked(design: Design, edits: Edit[]): Edit[] {
  return edits.map((edit) => {
    const [kind, id] = edit.path;
    if (edit.path.length !== 2 || edit.value === undefined || !NAMED.includes(kind!)) return edit;
    return Object.hasOwn(mapOf(design, kind!), id!) ? edit : { ...edit, new: true };
  });
}

export type Renaming = (kind: string, id: string) => string;

/** Free names for what was taken. */
export function renaming(design: Design, taken: readonly (readonly string[])[]): Renaming {
  const names = new Map<string, string>();
  for (const [kind, id] of taken as [string, string][]) {
    const others = mapOf(design, kind);
    names.set(`${kind}\n${id}`, freshId(stem(id), { has: (name) => name === id || Object.hasOwn(others, name) }));
  }
  return (kind, id) => names.get(`${kind}\n${id}`) ?? id;
}

/** The edit, speaking of things by their new names. */
export function renamed(edit: Edit, names: Renaming): Edit {
  const [kind, id, field, ...inner] = edit.path;
  if (id === undefined) return edit;
  const rest = field === undefined ? [] : [field, ...inner];
  if (kind === "nodes" && field === "inputs" && rest.length === 3) rest[2] = reference(rest[2]!, names);
  const after: Edit = { ...edit, path: [kind!, names(kind!, id), ...rest] };
  if (edit.value !== undefined) after.value = value(edit.value, kind!, field, names);
  return after;
}

/** A value at [kind, id] or at a field of it. */
function value(of: Json, kind: string, field: string | undefined, names: Renaming): Json {
  if (field === undefined) return eachField(of, (inner, name) => value(inner, kind, name, names));
  if (field === "inputs") return mapped(of, (text) => reference(text, names));
  if (field === "group" || field === "parent") return mapped(of, (text) => names("groups", text));
  if (field === "module" && kind === "nodes") return mapped(of, (text) => names("modules", text));
  if (kind === "groups" && (field === "ports" || field === "parameters")) return promoted(of, names);
  return of;
}

/** Ports and parameters that a group shows: each names its node. */
const promoted = (of: Json, names: Renaming): Json =>
  eachField(of, (inner, name) =>
    name === "node" ? mapped(inner, (text) => names("nodes", text)) : promoted(inner, names),
  );

function reference(text: string, names: Renaming): string {
  const [node, ...port] = text.split(".");
  return [names("nodes", node!), ...port].join(".");
}

/** Every text in a value, however deep. */
function mapped(of: Json, change: (text: string) => string): Json {
  if (typeof of === "string") return change(of);
  if (Array.isArray(of)) return of.map((one) => mapped(one, change));
  return eachField(of, (inner) => mapped(inner, change));
}

function eachField(of: Json, change: (inner: Json, name: string) => Json): Json {
  if (typeof of !== "object" || of === null || Array.isArray(of)) return of;
  return Object.fromEntries(Object.entries(of).map(([name, inner]) => [name, change(inner, name)]));
}

const mapOf = (design: Design, kind: string): object =>
  (design as unknown as Record<string, object | undefined>)[kind] ?? {};

/** The whole design by the new names. */
export function renamedDesign(design: Design, names: Renaming): Design {
  const maps = NAMED.filter((kind) => Object.hasOwn(design, kind)).map((kind) => [
    kind,
    Object.fromEntries(
      Object.entries(mapOf(design, kind)).map(([id, thing]) => {
        const { path, value: after } = renamed({ path: [kind, id], value: thing as Json }, names);
        return [path[1]!, after!];
      }),
    ),
  ]);
  return { ...design, ...Object.fromEntries(maps) };
}
