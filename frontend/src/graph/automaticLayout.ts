/** Automatic layout: layers from top to bottom by ELK, ports in our order. ELK comes in a worker when first asked for. */

import type { ElkNode } from "elkjs/lib/elk-api";
import type { Design, Edit } from "../api/designDocument";
import { COLUMN_GAP, computePortX, NODE_WIDTH, ROW_GAP, snapToGrid } from "./cardSizes";
import type { Modules } from "./ports";
import { listEdges } from "./ports";

const ELK_OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.layered.spacing.nodeNodeBetweenLayers": String(ROW_GAP),
  "elk.spacing.nodeNode": String(COLUMN_GAP),
  "elk.spacing.edgeNode": "16",
  "elk.layered.spacing.edgeNodeBetweenLayers": "8",
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
  "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
};

/** The graph as ELK wants it: fixed sizes, and ports fixed in order and place. */
export function toElkGraph(design: Design, modules: Modules, heightOf: (id: string) => number): ElkNode {
  const children = Object.entries(design.nodes).map(([id, node]) => {
    const module = modules.get(node.module);
    const height = heightOf(id);
    const side = (names: string[], where: "NORTH" | "SOUTH", kind: "in" | "out") =>
      names.map((name, index) => ({
        id: `${id} ${kind} ${name}`,
        width: 1,
        height: 1,
        x: computePortX(index, names.length),
        y: where === "NORTH" ? 0 : height,
        layoutOptions: { "elk.port.side": where },
      }));
    return {
      id,
      width: NODE_WIDTH,
      height,
      layoutOptions: { "elk.portConstraints": "FIXED_POS" },
      ports: [
        ...side(
          (module?.inputs ?? []).map((port) => port.name),
          "NORTH",
          "in",
        ),
        ...side(
          (module?.outputs ?? []).map((port) => port.name),
          "SOUTH",
          "out",
        ),
      ],
    };
  });
  return { id: "design", layoutOptions: ELK_OPTIONS, children, edges: toElkEdges(design, modules) };
}

function toElkEdges(design: Design, modules: Modules): NonNullable<ElkNode["edges"]> {
  return listEdges(design)
    .filter(({ source, output, target, input }) => {
      const [from, to] = [design.nodes[source], design.nodes[target]];
      const offers = modules.get(from?.module ?? "")?.outputs.some((port) => port.name === output);
      return offers && modules.get(to?.module ?? "")?.inputs.some((port) => port.name === input);
    })
    .map(({ source, output, target, input }, index) => ({
      id: `edge ${index}`,
      sources: [`${source} out ${output}`],
      targets: [`${target} in ${input}`],
    }));
}

/** The edits that move the nodes to where ELK put them, the whole kept where it was. */
export function toMoveEdits(design: Design, placed: ElkNode): Edit[] {
  const before = Object.values(design.nodes);
  const after = placed.children ?? [];
  if (before.length === 0 || after.length === 0) return [];
  const left = Math.min(...before.map((node) => node.x)) - Math.min(...after.map((node) => node.x ?? 0));
  const top = Math.min(...before.map((node) => node.y)) - Math.min(...after.map((node) => node.y ?? 0));
  const bottoms = computeRowBottoms(after);
  // Straight edges matter more than the grid, so that only the lower edges of the rows are on it.
  return after.flatMap(({ id, x = 0, height = 0 }) =>
    moveNode(design, id, Math.round(x + left), snapToGrid(bottoms.get(id)! + top) - height),
  );
}

/** Cards whose middles are closer than this stand in one row. */
const ROW_TOLERANCE = 40;

/** The lower edge of each card, the same for all in a row. */
function computeRowBottoms(cards: readonly ElkNode[]): Map<string, number> {
  const middle = ({ y = 0, height = 0 }: ElkNode) => y + height / 2;
  const rows: ElkNode[][] = [];
  for (const card of [...cards].sort((one, other) => middle(one) - middle(other))) {
    const row = rows.at(-1);
    if (row && middle(card) - middle(row[0]!) < ROW_TOLERANCE) row.push(card);
    else rows.push([card]);
  }
  const lowest = (row: ElkNode[]) => Math.max(...row.map(({ y = 0, height = 0 }) => y + height));
  return new Map(rows.flatMap((row) => row.map(({ id }) => [id, lowest(row)] as const)));
}

/** The edits that move one node; none when it is there already. */
export function moveNode(design: Design, id: string, x: number, y: number): Edit[] {
  const node = design.nodes[id];
  if (!node) return [];
  const edits: Edit[] = [];
  if (node.x !== x) edits.push({ path: ["nodes", id, "x"], value: x });
  if (node.y !== y) edits.push({ path: ["nodes", id, "y"], value: y });
  return edits;
}

/** The edits that lay a design out anew. */
export async function computeLayout(
  design: Design,
  modules: Modules,
  heightOf: (id: string) => number,
): Promise<Edit[]> {
  const [{ default: ELK }, { default: ElkWorker }] = await Promise.all([
    import("elkjs/lib/elk-api"),
    import("elkjs/lib/elk-worker.min.js?worker"),
  ]);
  const elk = new ELK({ workerFactory: () => new ElkWorker() });
  try {
    return toMoveEdits(design, await elk.layout(toElkGraph(design, modules, heightOf)));
  } finally {
    elk.terminateWorker();
  }
}
