/** The ways of all edges on the canvas, and where their labels stand: made once for each state of what they depend on. */

import type { Output } from "../api/apiTypes";
import { computePortX, NODE_WIDTH } from "../graph/cardSizes";
import { type DesignEdge, findInputPort, findOutputPort, listEdges, toReference } from "../graph/ports";
import { type EdgeLabelPosition, type EdgeToLabel, placeLabels } from "../graph/routing/edgeLabels";
import { type EdgeLayout, layOutEdges } from "../graph/routing/edgeLayout";
import type { CanvasPoint, CardBounds } from "../graph/routing/edgePath";
import { type EdgeToRoute, routePlainly } from "../graph/routing/routeSearch";
import { resolveGroupPort, type VisibleGraph } from "../graph/visibleGraph";
import { formatTableSize, formatWholeNumber } from "../messages/formatting";
import { useDesign } from "../stores/designStore";
import { useRun } from "../stores/runStore";
import { computeFrames, listNoteCards } from "./groupFrames";
import { computeCardHeight, measureText } from "./measureCards";
import { toDesignEdge, toEdgeId } from "./toReactFlow";
import { getVisibleGraph } from "./useVisibleGraph";

/** Beyond it the edges take the short way: looking for a better one would cost frames. */
const MAX_ROUTED_CARDS = 600;
/** The font of `.edge-label` in edges.css. */
const LABEL_FONT = '400 11.5px "Source Sans 3 Variable"';
/** The part of a frame that its title takes. */
const FRAME_TITLE_HEIGHT = 24;
const MAX_FRAME_TITLE_WIDTH = 200;

export interface CanvasEdges {
  layout: EdgeLayout | null;
  edges: readonly EdgeToRoute[];
  /** Frame titles and notes, on which no label stands. */
  texts: readonly CardBounds[];
}

const NO_EDGES: CanvasEdges = { layout: null, edges: [], texts: [] };
let cachedView: VisibleGraph | null = null;
let cachedEdges = NO_EDGES;
let cachedKey = "";

/** Of what the canvas shows: a folded group is one card. */
export function getCanvasEdges(): CanvasEdges {
  const view = getVisibleGraph();
  if (!view) return NO_EDGES;
  if (view === cachedView) return cachedEdges;
  cachedView = view;
  const cards = Object.values(view.design.nodes).map(toCardBounds);
  const edges = listEdges(view.design).flatMap((edge) => toEdgeToRoute(edge, view));
  const key = JSON.stringify([cards, edges]);
  if (key === cachedKey) return cachedEdges;
  cachedKey = key;
  const layout = cards.length > MAX_ROUTED_CARDS ? null : layOutEdges(edges, cards, cachedEdges.layout);
  cachedEdges = { layout, edges, texts: listTexts(view) };
  return cachedEdges;
}

let plainEdges: readonly EdgeToRoute[] | null = null;
let plainRoutes: ReadonlyMap<string, readonly CanvasPoint[]> = new Map();

/** The corners of an edge of the view as it is stored; null where it has none yet. */
export function findRoutePoints(id: string): readonly CanvasPoint[] | null {
  const { layout, edges } = getCanvasEdges();
  if (layout) return layout.routes.get(id) ?? null;
  if (plainEdges !== edges) {
    plainEdges = edges;
    plainRoutes = new Map(edges.map((edge) => [edge.id, routePlainly(edge)]));
  }
  return plainRoutes.get(id) ?? null;
}

export function toCardBounds(node: VisibleGraph["design"]["nodes"][string]): CardBounds {
  return { left: node.x, top: node.y, right: node.x + NODE_WIDTH, bottom: node.y + computeCardHeight(node) };
}

function toEdgeToRoute(edge: DesignEdge, { design, modules }: VisibleGraph): EdgeToRoute[] {
  const [source, target] = [design.nodes[edge.source], design.nodes[edge.target]];
  const [from, to] = [modules.get(source?.module ?? ""), modules.get(target?.module ?? "")];
  const [output, input] = [findOutputPort(from, edge.output), findInputPort(to, edge.input)];
  if (!source || !target || !from || !to || !output || !input) return [];
  const at = toCardBounds(source);
  return [
    {
      id: toEdgeId(toDesignEdge(edge)),
      port: toReference(edge.source, edge.output),
      from: { x: at.left + computePortX(from.outputs.indexOf(output), from.outputs.length), y: at.bottom },
      to: { x: target.x + computePortX(to.inputs.indexOf(input), to.inputs.length), y: target.y },
      type: output.type,
    },
  ];
}

function listTexts(view: VisibleGraph): CardBounds[] {
  const titles = [...computeFrames(view).values()].map(({ x, y, width }) =>
    toBounds(x, y, Math.min(width, MAX_FRAME_TITLE_WIDTH), FRAME_TITLE_HEIGHT),
  );
  const notes = listNoteCards(view).map(({ x, y, width, height }) => toBounds(x, y, width, height));
  return [...titles, ...notes];
}

const toBounds = (x: number, y: number, width: number, height: number): CardBounds => ({
  left: x,
  top: y,
  right: x + width,
  bottom: y + height,
});

export interface EdgeLabel extends EdgeLabelPosition {
  text: string;
}

type LabelSources = readonly [CanvasEdges, unknown, unknown, unknown];

let cachedSources: LabelSources | null = null;
let cachedLabels: ReadonlyMap<string, EdgeLabel> = new Map();

/** What stands on an edge, and where; the same object as long as neither changes. */
export const getEdgeLabel = (id: string): EdgeLabel | null => getEdgeLabels().get(id) ?? null;
export const listEdgeLabels = (): EdgeLabel[] => [...getEdgeLabels().values()];

function getEdgeLabels(): ReadonlyMap<string, EdgeLabel> {
  const { analysis } = useDesign.getState();
  const sources: LabelSources = [getCanvasEdges(), useRun.getState().steps, analysis?.known, analysis?.schemas];
  if (!sources.every((one, index) => one === cachedSources?.[index])) {
    cachedSources = sources;
    cachedLabels = computeLabels(sources[0], cachedLabels);
  }
  return cachedLabels;
}

function computeLabels({ layout, edges, texts }: CanvasEdges, before: typeof cachedLabels): typeof cachedLabels {
  const said = new Map(edges.map((edge) => [edge.id, edge.type === "dataset" ? formatEdgeText(edge.port) : null]));
  if (!layout) return new Map();
  const wanted = edges.map(({ id, port }): EdgeToLabel => {
    const text = said.get(id) ?? null;
    return { id, port, width: text === null ? null : Math.ceil(measureText(text, LABEL_FONT)) };
  });
  const places = placeLabels(wanted, layout, texts);
  return new Map(
    [...places].map(([id, place]) => {
      const was = before.get(id);
      const text = said.get(id)!;
      const isSame = was?.text === text && was.x === place.x && was.y === place.y && was.beside === place.beside;
      return [id, isSame ? was : { ...place, text }];
    }),
  );
}

function formatEdgeText(port: string): string | null {
  const dot = port.lastIndexOf(".");
  const from = resolveGroupPort(port.slice(0, dot), port.slice(dot + 1));
  const reference = toReference(from.node, from.port);
  const { analysis } = useDesign.getState();
  const output: Output | undefined =
    useRun.getState().steps[from.node]?.outputs[from.port] ?? analysis?.known[reference];
  const schema = analysis?.schemas[reference];
  const columns = schema?.complete ? schema.columns.length : null;
  return formatEdgeSize(output?.rows ?? null, columns ?? output?.columns ?? null);
}

function formatEdgeSize(rows: number | null, columns: number | null): string | null {
  if (rows !== null && columns !== null) return formatTableSize(rows, columns);
  return columns === null ? null : `${formatWholeNumber(columns)} columns`;
}
