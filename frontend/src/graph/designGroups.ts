/** Groups and notes of a design: read tolerantly, and the edits that make, fold, move and take them apart. */

import type { Design, DesignGroup, DesignNode, DesignNote, Edit, Json } from "../api/designDocument";
import { createFreshId } from "./ids";

type GroupMap = ReadonlyMap<string, DesignGroup>;

export const GROUP_PREFIX = "group:";
export const NOTE_PREFIX = "note:";

/** On the canvas groups and notes stand beside nodes, told apart by the beginning of their ids. */
export const toGroupCardId = (id: string): string => `${GROUP_PREFIX}${id}`;
export const toNoteCardId = (id: string): string => `${NOTE_PREFIX}${id}`;
export const parseGroupCardId = (card: string): string | null =>
  card.startsWith(GROUP_PREFIX) ? card.slice(GROUP_PREFIX.length) : null;
export const parseNoteCardId = (card: string): string | null =>
  card.startsWith(NOTE_PREFIX) ? card.slice(NOTE_PREFIX.length) : null;

const groupCache = new WeakMap<object, GroupMap>();

/** The groups that can be shown. A broken one is as if it were not there; a parent that is missing or in a circle is none. */
export function readGroups(design: Design): GroupMap {
  const known = groupCache.get(design.groups);
  if (known) return known;
  const read = new Map(
    Object.entries(design.groups ?? {}).flatMap(([id, value]) => {
      const group = parseGroup(value);
      return group ? [[id, group] as const] : [];
    }),
  );
  for (const [id, group] of read) {
    if (!hasValidParents(read, id)) read.set(id, { ...group, parent: null });
  }
  if (design.groups) groupCache.set(design.groups, read); // a document from elsewhere may have none
  return read;
}

function parseGroup(value: unknown): DesignGroup | null {
  const group = value as Partial<DesignGroup> | null;
  if (typeof group !== "object" || group === null || typeof group.title !== "string") return null;
  const number = (one: unknown) => (Number.isFinite(one) ? (one as number) : 0);
  return {
    title: group.title,
    color: typeof group.color === "string" ? group.color : "blue",
    parent: typeof group.parent === "string" ? group.parent : null,
    collapsed: group.collapsed === true,
    x: number(group.x),
    y: number(group.y),
    ports: parsePromotedItems(group.ports),
    parameters: parsePromotedItems(group.parameters),
  };
}

function parsePromotedItems<Item extends { node: string }>(
  value: Record<string, Item> | undefined,
): Record<string, Item> {
  const entries = Object.entries(value ?? {}).filter(([, item]) => typeof item?.node === "string");
  return Object.fromEntries(entries);
}

function hasValidParents(groups: GroupMap, id: string): boolean {
  const seen = new Set<string>();
  let at: string | null = id;
  while (at !== null) {
    if (seen.has(at) || !groups.has(at)) return false;
    seen.add(at);
    at = groups.get(at)!.parent;
  }
  return true;
}

const noteCache = new WeakMap<object, ReadonlyMap<string, DesignNote>>();

/** The notes that can be shown. */
export function readNotes(design: Design): ReadonlyMap<string, DesignNote> {
  const known = noteCache.get(design.notes);
  if (known) return known;
  const read = new Map(
    Object.entries(design.notes ?? {}).flatMap(([id, value]) => {
      const note = value as unknown as Partial<DesignNote> | null;
      if (typeof note !== "object" || note === null || typeof note.text !== "string") return [];
      const size = (one: unknown, otherwise: number) => (Number.isFinite(one) ? (one as number) : otherwise);
      const place = { x: size(note.x, 0), y: size(note.y, 0) };
      const box = { width: Math.max(80, size(note.width, 240)), height: Math.max(40, size(note.height, 120)) };
      const color = typeof note.color === "string" ? note.color : "yellow";
      return [[id, { text: note.text, ...place, ...box, color, group: note.group ?? null }] as const];
    }),
  );
  if (design.notes) noteCache.set(design.notes, read);
  return read;
}

/** The group that a node or note stands in, where it exists. */
export function findGroupOf(design: Design, item: { group?: string | null } | undefined): string | null {
  return item?.group && readGroups(design).has(item.group) ? item.group : null;
}

/** A group and those around it, the innermost first. */
export function listAncestorGroups(groups: GroupMap, id: string | null): string[] {
  const path: string[] = [];
  for (let at = id; at !== null && groups.has(at); at = groups.get(at)!.parent) path.push(at);
  return path;
}

/** Whether what stands in group `toDesignEdge` is inside of `outer`; everything is inside of null. */
export const isInsideGroup = (groups: GroupMap, inner: string | null, outer: string | null): boolean =>
  outer === null || listAncestorGroups(groups, inner).includes(outer);

export interface CardIds {
  nodes: string[];
  notes: string[];
  groups: string[];
}

/** All that is inside a group, however deep. */
export function listGroupContents(design: Design, id: string): CardIds {
  const groups = readGroups(design);
  const inside = (item: { group?: string | null }) => {
    const group = findGroupOf(design, item);
    return group !== null && isInsideGroup(groups, group, id);
  };
  return {
    nodes: Object.keys(design.nodes).filter((node) => inside(design.nodes[node]!)),
    notes: [...readNotes(design)].filter(([, note]) => inside(note)).map(([note]) => note),
    groups: [...groups.keys()].filter((other) => other !== id && isInsideGroup(groups, other, id)),
  };
}

/** What a selection on the canvas means: the nodes, notes and groups in it. */
export function splitCardIds(cards: readonly string[]): CardIds {
  const found: CardIds = { nodes: [], notes: [], groups: [] };
  for (const card of cards) {
    const [group, note] = [parseGroupCardId(card), parseNoteCardId(card)];
    if (group !== null) found.groups.push(group);
    else if (note !== null) found.notes.push(note);
    else found.nodes.push(card);
  }
  return found;
}

/** A selection with all that is inside its groups. */
export function expandGroups(design: Design, cards: readonly string[]): CardIds {
  const chosen = splitCardIds(cards);
  const inner = chosen.groups.filter((id) => readGroups(design).has(id)).map((id) => listGroupContents(design, id));
  const all = (which: keyof CardIds) => [...new Set([...chosen[which], ...inner.flatMap((one) => one[which])])];
  return { nodes: all("nodes"), notes: all("notes"), groups: all("groups") };
}

/** The edits that put the chosen cards into a new group, inside of the group that is opened. */
export function createGroup(
  design: Design,
  cards: readonly string[],
  { title, color = "blue", parent = null }: { title: string; color?: string; parent?: string | null },
): { id: string; edits: Edit[] } {
  const chosen = splitCardIds(cards);
  const id = createFreshId("group", { has: (name) => Object.hasOwn(design.groups, name) });
  const group: DesignGroup = { title, color, parent, collapsed: false, x: 0, y: 0, ports: {}, parameters: {} };
  const edits: Edit[] = [
    { path: ["groups", id], value: group as unknown as Json },
    ...chosen.nodes.filter((node) => design.nodes[node]).map((node) => ({ path: ["nodes", node, "group"], value: id })),
    ...chosen.notes.filter((note) => design.notes[note]).map((note) => ({ path: ["notes", note, "group"], value: id })),
    ...chosen.groups
      .filter((other) => readGroups(design).has(other))
      .map((other) => ({ path: ["groups", other, "parent"], value: id })),
  ];
  return { id, edits };
}

/** The edits that take a group apart: what was in it stands where the group stood. */
export function dissolveGroup(design: Design, id: string): Edit[] {
  const group = readGroups(design).get(id);
  if (!group) return [];
  const up = (kind: "nodes" | "notes", items: Iterable<readonly [string, { group?: string | null }]>): Edit[] =>
    [...items]
      .filter(([, item]) => item.group === id)
      .map(([name]) => ({ path: [kind, name, "group"], value: group.parent }));
  const inner = [...readGroups(design)].filter(([, other]) => other.parent === id);
  return [
    ...up("nodes", Object.entries<DesignNode>(design.nodes)),
    ...up("notes", readNotes(design)),
    ...inner.map(([other]) => ({ path: ["groups", other, "parent"], value: group.parent })),
    { path: ["groups", id] },
  ];
}

/** The edits that move all that is inside a group, and its card. */
export function moveGroup(design: Design, id: string, right: number, down: number): Edit[] {
  if (right === 0 && down === 0) return [];
  const inner = listGroupContents(design, id);
  const shift = (path: string[], { x, y }: { x: number; y: number }): Edit[] => [
    { path: [...path, "x"], value: x + right },
    { path: [...path, "y"], value: y + down },
  ];
  const groups = readGroups(design);
  return [
    ...inner.nodes.flatMap((node) => shift(["nodes", node], design.nodes[node]!)),
    ...inner.notes.flatMap((note) => shift(["notes", note], readNotes(design).get(note)!)),
    ...[id, ...inner.groups].flatMap((group) => shift(["groups", group], groups.get(group)!)),
  ];
}

/** The edits that fold a group to one card at a place, or unfold it. */
export function setGroupCollapsed(
  design: Design,
  id: string,
  collapsed: boolean,
  at: { x: number; y: number },
): Edit[] {
  if (!readGroups(design).has(id)) return [];
  const place = [
    { path: ["groups", id, "x"], value: at.x },
    { path: ["groups", id, "y"], value: at.y },
  ];
  return [{ path: ["groups", id, "collapsed"], value: collapsed }, ...(collapsed ? place : [])];
}

/** The edits that delete groups and notes; the nodes in a deleted group are deleted by whoever deletes nodes. */
export function removeGroupsAndNotes(design: Design, groups: readonly string[], notes: readonly string[]): Edit[] {
  return [
    ...notes.filter((id) => Object.hasOwn(design.notes, id)).map((id) => ({ path: ["notes", id] })),
    ...groups.filter((id) => Object.hasOwn(design.groups, id)).map((id) => ({ path: ["groups", id] })),
  ];
}
