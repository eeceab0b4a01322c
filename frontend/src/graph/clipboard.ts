/** Nodes as JSON on the clipboard: copied with the edges between them, pasted under new ids, in any design. */

import { freshId, stem } from "./ids";
import { parseReference, reference, referencesAt } from "./ports";
import type { Design, DesignNode, Edit, Json } from "./types";

interface Clipping {
  designery: "nodes";
  format: 1;
  nodes: Record<string, DesignNode>;
}

/** The chosen nodes as text; edges from outside stay behind. */
export function copy(design: Design, ids: readonly string[]): string {
  const chosen = new Set(ids);
  const nodes: Record<string, DesignNode> = {};
  for (const id of ids) {
    const node = design.nodes[id];
    if (node) nodes[id] = { ...node, inputs: inputsFrom(node, (source) => (chosen.has(source) ? source : null)) };
  }
  const clipping: Clipping = { designery: "nodes", format: 1, nodes };
  return JSON.stringify(clipping, null, 2);
}

export interface Pasted {
  edits: Edit[];
  ids: string[];
}

/** The edits that put clipped nodes into a design, their middle at `at` or moved aside a little; null for other text. */
export function paste(design: Design, text: string, at: { x: number; y: number } | null): Pasted | null {
  const clipped = read(text);
  if (!clipped) return null;
  const names = freshNames(design, Object.keys(clipped));
  const move = offset(Object.values(clipped), at);
  const edits = Object.entries(clipped).map(([id, node]) => ({
    path: ["nodes", names.get(id)!],
    value: {
      ...node,
      x: node.x + move.x,
      y: node.y + move.y,
      inputs: inputsFrom(node, (source) => names.get(source) ?? null),
    } as unknown as Json,
  }));
  return { edits, ids: [...names.values()] };
}

function read(text: string): Record<string, DesignNode> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const clipping = value as Partial<Clipping> | null;
  if (clipping?.designery !== "nodes" || typeof clipping.nodes !== "object" || clipping.nodes === null) return null;
  const nodes = Object.entries(clipping.nodes).filter(([, node]) => isNode(node));
  return nodes.length > 0 ? Object.fromEntries(nodes) : null;
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

function freshNames(design: Design, ids: string[]): Map<string, string> {
  const taken = new Set(Object.keys(design.nodes));
  const names = new Map<string, string>();
  for (const id of ids) {
    const name = freshId(taken.has(id) ? stem(id) : id, taken);
    taken.add(name);
    names.set(id, name);
  }
  return names;
}

function offset(nodes: DesignNode[], at: { x: number; y: number } | null): { x: number; y: number } {
  if (!at) return { x: 32, y: 32 };
  const [xs, ys] = [nodes.map((node) => node.x), nodes.map((node) => node.y)];
  const snap = (value: number) => Math.round(value / 8) * 8;
  return {
    x: snap(at.x - (Math.min(...xs) + Math.max(...xs)) / 2),
    y: snap(at.y - (Math.min(...ys) + Math.max(...ys)) / 2),
  };
}

/** A node's inputs with every source renamed; those renamed to null are left out. */
function inputsFrom(node: DesignNode, rename: (source: string) => string | null): DesignNode["inputs"] {
  const inputs: DesignNode["inputs"] = {};
  for (const input of Object.keys(node.inputs)) {
    const kept = referencesAt(node, input).flatMap((text) => {
      const { node: source, port } = parseReference(text);
      const name = rename(source);
      return name ? [reference(name, port)] : [];
    });
    if (kept.length > 0) inputs[input] = Array.isArray(node.inputs[input]) ? kept : kept[0]!;
  }
  return inputs;
}
