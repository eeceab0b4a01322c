/** When two people give one name to two new things at once, the second gets another name, wherever its changes speak of it. */

import type { Design, Edit, Json } from "../api/designDocument";
import { createFreshId, stripIdNumber } from "./ids";

/** What is kept under names of its own: a new thing of one of these never takes the place of another. */
const ID_COLLECTIONS = ["nodes", "notes", "groups", "modules", "dashboards"];

/** The edits, those that make something marked as such: the server keeps them from what others made under the same name. */
export function markNewItems(design: Design, edits: Edit[]): Edit[] {
  return edits.map((edit) => {
    const [kind, id] = edit.path;
    if (edit.path.length !== 2 || edit.value === undefined || !ID_COLLECTIONS.includes(kind!)) return edit;
    return Object.hasOwn(getCollection(design, kind!), id!) ? edit : { ...edit, new: true };
  });
}

export type IdMapping = (kind: string, id: string) => string;

/** Free names for what was taken. */
export function resolveIdConflicts(design: Design, taken: readonly (readonly string[])[]): IdMapping {
  const names = new Map<string, string>();
  for (const [kind, id] of taken as [string, string][]) {
    const others = getCollection(design, kind);
    names.set(
      `${kind}\n${id}`,
      createFreshId(stripIdNumber(id), { has: (name) => name === id || Object.hasOwn(others, name) }),
    );
  }
  return (kind, id) => names.get(`${kind}\n${id}`) ?? id;
}

/** The edit, speaking of things by their new names. */
export function renameInEdit(edit: Edit, names: IdMapping): Edit {
  const [kind, id, field, ...inner] = edit.path;
  if (id === undefined) return edit;
  const rest = field === undefined ? [] : [field, ...inner];
  if (kind === "nodes" && field === "inputs" && rest.length === 3) rest[2] = renameInReference(rest[2]!, names);
  const after: Edit = { ...edit, path: [kind!, names(kind!, id), ...rest] };
  if (edit.value !== undefined) after.value = renameInValue(edit.value, kind!, field, names);
  return after;
}

/** A value at [kind, id] or at a field of it. */
function renameInValue(of: Json, kind: string, field: string | undefined, names: IdMapping): Json {
  if (field === undefined) return mapFields(of, (inner, name) => renameInValue(inner, kind, name, names));
  if (field === "inputs") return mapStrings(of, (text) => renameInReference(text, names));
  if (field === "group" || field === "parent") return mapStrings(of, (text) => names("groups", text));
  if (field === "module" && kind === "nodes") return mapStrings(of, (text) => names("modules", text));
  if (kind === "groups" && (field === "ports" || field === "parameters")) return renameInPromotedItems(of, names);
  if (kind === "dashboards" && field === "tiles") return renameInPromotedItems(of, names);
  return of;
}

/** Ports and parameters that a group shows: each names its node. */
const renameInPromotedItems = (of: Json, names: IdMapping): Json =>
  mapFields(of, (inner, name) =>
    name === "node" ? mapStrings(inner, (text) => names("nodes", text)) : renameInPromotedItems(inner, names),
  );

function renameInReference(text: string, names: IdMapping): string {
  const [node, ...port] = text.split(".");
  return [names("nodes", node!), ...port].join(".");
}

/** Every text in a value, however deep. */
function mapStrings(of: Json, change: (text: string) => string): Json {
  if (typeof of === "string") return change(of);
  if (Array.isArray(of)) return of.map((one) => mapStrings(one, change));
  return mapFields(of, (inner) => mapStrings(inner, change));
}

function mapFields(of: Json, change: (inner: Json, name: string) => Json): Json {
  if (typeof of !== "object" || of === null || Array.isArray(of)) return of;
  return Object.fromEntries(Object.entries(of).map(([name, inner]) => [name, change(inner, name)]));
}

const getCollection = (design: Design, kind: string): object =>
  (design as unknown as Record<string, object | undefined>)[kind] ?? {};

/** The whole design by the new names. */
export function renameInDesign(design: Design, names: IdMapping): Design {
  const maps = ID_COLLECTIONS.filter((kind) => Object.hasOwn(design, kind)).map((kind) => [
    kind,
    Object.fromEntries(
      Object.entries(getCollection(design, kind)).map(([id, thing]) => {
        const { path, value: after } = renameInEdit({ path: [kind, id], value: thing as Json }, names);
        return [path[1]!, after!];
      }),
    ),
  ]);
  return { ...design, ...Object.fromEntries(maps) };
}
