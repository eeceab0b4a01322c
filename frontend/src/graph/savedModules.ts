/** Modules that are kept for other designs: what of a design is kept, and the edits that put it into one or renew it. */

import type { Design, DesignGroup, DesignNode, DesignNote, Edit, Json, PromotedPort } from "../api/designDocument";
import { applyEdits } from "./applyEdits";
import { mapInputSources, pasteCards, serializeCards } from "./cardClipboard";
import { createModuleName, setModuleCode } from "./customModules";
import { listGroupContents, readGroups, toGroupCardId } from "./designGroups";
import { createFreshId } from "./ids";
import { listEdges, type Modules, removeNodes } from "./ports";

export type CustomModules = Record<string, { code: string; from?: ModuleOrigin }>;

export interface SavedFunction {
  kind: "function";
  name: string;
  code: string;
}

export interface SavedGroup {
  kind: "group";
  /** Which of the groups is the module. */
  group: string;
  nodes: Record<string, DesignNode>;
  groups: Record<string, DesignGroup>;
  notes: Record<string, DesignNote>;
  modules: CustomModules;
}

export type SavedContent = SavedFunction | SavedGroup;

export interface SavedModule {
  id: string;
  title: string;
  version: number;
  content: SavedContent;
}

/** Where a copy came from. `membersOnly` are its nodes by the names that they have in what was kept. */
export interface ModuleOrigin {
  module: string;
  version: number;
  members?: Record<string, string>;
}

/** What of a group is kept: its nodes without edges to the outside, and the modules written for them. */
export function toSavedGroup(design: Design, modules: Modules, id: string): SavedGroup {
  const { nodes, groups, notes } = JSON.parse(serializeCards(design, [toGroupCardId(id)])) as SavedGroup;
  const used = new Set(Object.values(nodes).map((node) => node.module));
  const own = Object.entries(design.modules ?? {}).filter(([name]) => used.has(name));
  const ports = { ...findOpenPorts(design, modules, nodes), ...groups[id]!.ports };
  const top = { ...groups[id]!, parent: null, collapsed: true, ports };
  return { kind: "group", group: id, nodes, groups: { ...groups, [id]: top }, notes, modules: Object.fromEntries(own) };
}

/** The ports by which a module is used: inputs that need an edge from outside, and outputs that nothing inside takes. */
function findOpenPorts(design: Design, modules: Modules, nodes: Record<string, DesignNode>): DesignGroup["ports"] {
  const edges = listEdges(design);
  const ports: DesignGroup["ports"] = {};
  const open = (item: PromotedPort) => {
    ports[toPromotedKey(item)] = item;
  };
  for (const [node, { module }] of Object.entries(nodes)) {
    for (const { name: port, optional } of modules.get(module)?.inputs ?? []) {
      const sources = edges.filter((edge) => edge.target === node && edge.input === port).map(({ source }) => source);
      if (sources.length === 0 ? !optional : sources.some((source) => !nodes[source]))
        open({ node, port, side: "input" });
    }
    for (const { name: port } of modules.get(module)?.outputs ?? []) {
      const targets = edges.filter((edge) => edge.source === node && edge.output === port).map(({ target }) => target);
      if (targets.length === 0 || targets.some((target) => !nodes[target])) open({ node, port, side: "output" });
    }
  }
  return ports;
}

/** Where the group or the function of a design came from, if it came from a kept module. */
export function findModuleOrigin(design: Design, what: { group: string } | { module: string }): ModuleOrigin | null {
  const held = "group" in what ? design.groups[what.group] : design.modules?.[what.module];
  const from = (held as { from?: Partial<ModuleOrigin> } | undefined)?.from;
  return typeof from?.module === "string" && typeof from.version === "number" ? (from as ModuleOrigin) : null;
}

/** The edits that write a kept function into a design, and the name that it has there. */
export function insertSavedFunction(
  design: Design,
  kept: SavedModule,
  { name, code }: SavedFunction,
): { name: string; edits: Edit[] } {
  const same = Object.entries(design.modules ?? {}).find(([, own]) => own.code === code);
  if (same) return { name: same[0], edits: [] };
  const taken = Object.hasOwn(design.modules ?? {}, name);
  const placed = taken ? createModuleName(kept.title, design) : name;
  const from = { module: kept.id, version: kept.version };
  const edits = setModuleCode(design, placed, code);
  return { name: placed, edits: [...edits, { path: ["modules", placed, "from"], value: from }] };
}

/** The edits that put a kept group on the canvas, folded to one card, and the id of the group. */
export function insertSavedGroup(
  design: Design,
  kept: SavedModule,
  content: SavedGroup,
  where: { at: { x: number; y: number }; group: string | null },
): { id: string; edits: Edit[] } {
  const { own, nodes } = resolveCustomModules(design, content);
  const text = JSON.stringify({ designery: "nodes", format: 2, nodes, groups: content.groups, notes: content.notes });
  const pasted = pasteCards(design, text, where)!.edits;
  const names = (kind: string) => pasted.filter(({ path }) => path[0] === kind).map(({ path }) => path[1]!);
  const members = Object.fromEntries(Object.keys(nodes).map((name, index) => [name, names("nodes")[index]!]));
  const id = names("groups")[Object.keys(content.groups).indexOf(content.group)]!;
  const from = { module: kept.id, version: kept.version, members };
  const edits = pasted.map((edit) =>
    edit.path[0] === "groups" && edit.path[1] === id
      ? { ...edit, value: { ...(edit.value as object), title: kept.title, ...where.at, from } as unknown as Json }
      : edit,
  );
  return { id, edits: [...own, ...edits] };
}

/** The edits that bring a copy of a kept group up to date. Promoted parameters and edges to the outside stay. */
export function updateSavedGroup(design: Design, id: string, kept: SavedModule, content: SavedGroup): Edit[] {
  const group = readGroups(design).get(id);
  const origin = findModuleOrigin(design, { group: id });
  if (!group || !origin) return [];
  const { own, nodes } = resolveCustomModules(design, content);
  const inside = new Set(listGroupContents(design, id).nodes);
  const before = Object.entries(origin.members ?? {}).filter(([, node]) => inside.has(node));
  const names = new Map(before.filter(([name]) => nodes[name]));
  const gone = before.filter(([name]) => !nodes[name]).map(([, node]) => node);
  for (const name of Object.keys(nodes)) {
    if (!names.has(name))
      names.set(name, createFreshId(name, { has: (one) => one in design.nodes || [...names.values()].includes(one) }));
  }
  const move = computeGroupShift(design, nodes, names);
  const renewed = Object.entries(nodes).map(([name, node]): Edit => {
    const target = names.get(name)!;
    const held = design.nodes[target];
    const at = held ?? { x: node.x + move.x, y: node.y + move.y, group: id };
    const value = {
      ...node,
      x: at.x,
      y: at.y,
      group: at.group ?? id,
      parameters: { ...node.parameters, ...getPromotedValues(group, target, held) },
      inputs: { ...getOuterInputs(held, inside), ...renameInnerInputs(node, names) },
    };
    return { path: ["nodes", target], value: value as unknown as Json };
  });
  const top = content.groups[content.group]!;
  const shown = <Item extends { node: string }>(items: Record<string, Item> = {}) =>
    Object.fromEntries(
      Object.values(items).map((item) => [
        toPromotedKey({ ...item, node: names.get(item.node)! }),
        { ...item, node: names.get(item.node)! },
      ]),
    );
  const from = { module: kept.id, version: kept.version, members: Object.fromEntries(names) };
  return [
    ...own,
    ...removeNodes(applyEdits(design, renewed), gone),
    ...renewed,
    { path: ["groups", id, "ports"], value: shown(top.ports) as unknown as Json },
    { path: ["groups", id, "parameters"], value: shown(top.parameters) as unknown as Json },
    { path: ["groups", id, "from"], value: from as unknown as Json },
  ];
}

/** The modules that a group brings, under names that are free, and its nodes by those names. */
function resolveCustomModules(design: Design, content: SavedGroup): { own: Edit[]; nodes: Record<string, DesignNode> } {
  const own: Edit[] = [];
  const names = new Map<string, string>();
  for (const [name, { code }] of Object.entries(content.modules)) {
    const held = design.modules?.[name];
    const placed =
      held && held.code !== code ? createFreshId(name, { has: (one) => one in (design.modules ?? {}) }) : name;
    names.set(name, placed);
    if (!held || placed !== name) own.push({ path: ["modules", placed], value: { code } });
  }
  const nodes = Object.entries(content.nodes).map(([id, node]) => [
    id,
    { ...node, module: names.get(node.module) ?? node.module },
  ]);
  return { own, nodes: Object.fromEntries(nodes) };
}

const toPromotedKey = (item: object): string => {
  const { node, parameter, port, side } = item as { node: string; parameter?: string; port?: string; side?: string };
  return parameter ? `${node}.${parameter}` : `${node}.${side}.${port}`;
};

/** How far the copy stands from where it was kept, told by the first node that both have. */
function computeGroupShift(design: Design, nodes: Record<string, DesignNode>, names: ReadonlyMap<string, string>) {
  for (const [name, node] of Object.entries(nodes)) {
    const held = design.nodes[names.get(name)!];
    if (held) return { x: held.x - node.x, y: held.y - node.y };
  }
  return { x: 0, y: 0 };
}

/** What the user set by the fields that the group shows. */
function getPromotedValues(group: DesignGroup, id: string, held: DesignNode | undefined): DesignNode["parameters"] {
  const shown = Object.values(group.parameters).filter((item) => item.node === id);
  const set = shown.filter(({ parameter }) => Object.hasOwn(held?.parameters ?? {}, parameter));
  return Object.fromEntries(set.map(({ parameter }) => [parameter, held!.parameters[parameter]!]));
}

function getOuterInputs(held: DesignNode | undefined, inside: ReadonlySet<string>): DesignNode["inputs"] {
  return held ? mapInputSources(held, (source) => (inside.has(source) ? null : source)) : {};
}

const renameInnerInputs = (node: DesignNode, names: ReadonlyMap<string, string>): DesignNode["inputs"] =>
  mapInputSources(node, (source) => names.get(source) ?? null);
