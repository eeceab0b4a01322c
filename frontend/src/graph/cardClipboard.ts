/** Cards as JSON on the clipboard: copied with the edges between them, pasted under new ids, in any design. */

import type { Design, DesignGroup, DesignNode, DesignNote, Edit, Json } from "../api/designDocument";
import { expandGroups, readGroups, readNotes, toGroupCardId, toNoteCardId } from "./designGroups";
import { createFreshId, stripIdNumber } from "./ids";
import { getReferences, parseReference, toReference } from "./ports";

interface ClipboardContent {
  designery: "nodes";
  format: 2;
  nodes: Record<string, DesignNode>;
  notes?: Record<string, DesignNote>;
  groups?: Record<string, DesignGroup>;
  /** The edges that came from outside, by node: they are drawn again only when asked for. */
  outer?: Record<string, DesignNode["inputs"]>;
}

/** The chosen cards as text, those of groups with all that is in them. */
export function serializeCards(design: Design, cards: readonly string[]): string {
  const chosen = expandGroups(design, cards);
  const ids = new Set(chosen.nodes);
  const nodes: Record<string, DesignNode> = {};
  const outer: Record<string, DesignNode["inputs"]> = {};
  for (const id of chosen.nodes) {
    const node = design.nodes[id];
    if (!node) continue;
    nodes[id] = { ...node, inputs: mapInputSources(node, (source) => (ids.has(source) ? source : null)) };
    const from = mapInputSources(node, (source) => (ids.has(source) ? null : source));
    if (Object.keys(from).length > 0) outer[id] = from;
  }
  const notes = Object.fromEntries(chosen.notes.flatMap((id) => [[id, readNotes(design).get(id)!] as const]));
  const groups = Object.fromEntries(chosen.groups.map((id) => [id, readGroups(design).get(id)!] as const));
  const clipping: ClipboardContent = { designery: "nodes", format: 2, nodes, notes, groups, outer };
  return JSON.stringify(clipping, null, 2);
}

export interface PasteResult {
  edits: Edit[];
  /** The cards that stand for what was pasted. */
  ids: string[];
  /** How many modules. */
  nodes: number;
}

interface PastePlacement {
  /** Where the middle comes to lie; else moved aside a little. */
  at: { x: number; y: number } | null;
  /** Whether edges from nodes outside of what was copied are drawn again, where those nodes are. */
  outer?: boolean;
  /** The group that is opened. */
  group?: string | null;
}

/** The edits that put clipped cards into a design; null for other text. */
export function pasteCards(
  design: Design,
  text: string,
  { at, outer = false, group = null }: PastePlacement,
): PasteResult | null {
  const clipped = parseClipboard(text);
  if (!clipped) return null;
  const names = assignFreshIds(design.nodes, Object.keys(clipped.nodes));
  const groups = assignFreshIds(design.groups, Object.keys(clipped.groups ?? {}));
  const notes = assignFreshIds(design.notes, Object.keys(clipped.notes ?? {}));
  const move = computePasteShift([...Object.values(clipped.nodes), ...Object.values(clipped.notes ?? {})], at);
  const placed = <Item extends { x: number; y: number }>(item: Item) => ({
    ...item,
    x: item.x + move.x,
    y: item.y + move.y,
  });
  const inside = (item: { group?: string | null }) => groups.get(item.group ?? "") ?? group;
  const put = (kind: string, id: string, value: object): Edit => ({ path: [kind, id], value: value as Json });
  const edits = [
    ...Object.entries(clipped.groups ?? {}).map(([id, one]) =>
      put("groups", groups.get(id)!, {
        ...placed(one),
        parent: groups.get(one.parent ?? "") ?? group,
        ...renamePromotedItems(one, names),
      }),
    ),
    ...Object.entries(clipped.nodes).map(([id, node]) => {
      const inputs = mapInputSources(node, (source) => names.get(source) ?? null);
      const from = outer ? keepKnownInputs(design, clipped.outer?.[id]) : {};
      return put("nodes", names.get(id)!, { ...placed(node), group: inside(node), inputs: { ...from, ...inputs } });
    }),
    ...Object.entries(clipped.notes ?? {}).map(([id, note]) =>
      put("notes", notes.get(id)!, { ...placed(note), group: inside(note) }),
    ),
  ];
  const loose = (item: { group?: string | null }) => !groups.has(item.group ?? "");
  const ids = [
    ...Object.entries(clipped.nodes).flatMap(([id, node]) => (loose(node) ? [names.get(id)!] : [])),
    ...Object.entries(clipped.notes ?? {}).flatMap(([id, note]) => (loose(note) ? [toNoteCardId(notes.get(id)!)] : [])),
    ...Object.entries(clipped.groups ?? {}).flatMap(([id, one]) =>
      groups.has(one.parent ?? "") ? [] : [toGroupCardId(groups.get(id)!)],
    ),
  ];
  return { edits, ids, nodes: names.size };
}

/** What a pasted group shows of its nodes, under their new ids. */
function renamePromotedItems({ ports, parameters }: DesignGroup, names: ReadonlyMap<string, string>): object {
  const renamed = <Item extends { node: string }>(items: Record<string, Item>) =>
    Object.fromEntries(
      Object.entries(items ?? {}).flatMap(([key, item]) => {
        const node = names.get(item.node);
        return node ? [[key, { ...item, node }] as const] : [];
      }),
    );
  return { ports: renamed(ports), parameters: renamed(parameters) };
}

/** The edges from outside whose sources are in this design. */
function keepKnownInputs(design: Design, inputs: DesignNode["inputs"] = {}): DesignNode["inputs"] {
  const node = { inputs } as DesignNode;
  return mapInputSources(node, (source) => (design.nodes[source] ? source : null));
}

function parseClipboard(text: string): ClipboardContent | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const clipping = value as Partial<ClipboardContent> | null;
  if (clipping?.designery !== "nodes" || typeof clipping.nodes !== "object" || clipping.nodes === null) return null;
  const nodes = Object.fromEntries(Object.entries(clipping.nodes).filter(([, node]) => isNode(node)));
  // Groups and notes go through the same tolerant reading as those of a design.
  const looks = { groups: clipping.groups ?? {}, notes: clipping.notes ?? {} } as unknown as Design;
  const groups = Object.fromEntries(readGroups(looks));
  const notes = Object.fromEntries(readNotes(looks));
  if (Object.keys(nodes).length + Object.keys(notes).length === 0) return null;
  return { designery: "nodes", format: 2, nodes, notes, groups, outer: clipping.outer };
}

function isNode(node: unknown): node is DesignNode {
  const value = node as Partial<DesignNode> | null;
  return (
    typeof value?.module === "string" &&
    Number.isFinite(value.x) &&
    Number.isFinite(value.y) &&
    typeof value.inputs === "object" &&
    value.inputs !== null &&
    typeof value.parameters === "object"
  );
}

function assignFreshIds(there: object, ids: string[]): Map<string, string> {
  const taken = new Set(Object.keys(there));
  const names = new Map<string, string>();
  for (const id of ids) {
    const name = createFreshId(taken.has(id) ? stripIdNumber(id) : id, taken);
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

function computePasteShift(
  nodes: { x: number; y: number }[],
  at: { x: number; y: number } | null,
): { x: number; y: number } {
  if (!at) return { x: 32, y: 32 };
  const [xs, ys] = [nodes.map((node) => node.x), nodes.map((node) => node.y)];
  const snap = (value: number) => Math.round(value / 8) * 8;
  return {
    x: snap(at.x - (Math.min(...xs) + Math.max(...xs)) / 2),
    y: snap(at.y - (Math.min(...ys) + Math.max(...ys)) / 2),
  };
}

/** A node's inputs with every source renamed; those renamed to null are left out. */
export function mapInputSources(node: DesignNode, rename: (source: string) => string | null): DesignNode["inputs"] {
  const inputs: DesignNode["inputs"] = {};
  for (const input of Object.keys(node.inputs)) {
    const kept = getReferences(node, input).flatMap((text) => {
      const { node: source, port } = parseReference(text);
      const name = rename(source);
      return name ? [toReference(name, port)] : [];
    });
    if (kept.length > 0) inputs[input] = Array.isArray(node.inputs[input]) ? kept : kept[0]!;
  }
  return inputs;
}
