/** New nodes: from the palette, from a dropped file, from the end of an edge. */

import { importFile } from "../actions/importDesign";
import { Unreachable } from "../api/client";
import { visiting } from "../api/door";
import { uploadDataset } from "../api/queries";
import type { DatasetSummary } from "../api/types";
import { apply } from "../graph/edits";
import { freshId } from "../graph/ids";
import { type Connection, connect, firstFit } from "../graph/ports";
import { freePlace, isWithin, nextInFlow, rowBetween } from "../graph/room";
import { NODE_HEIGHT, NODE_WIDTH, ROW_GAP, snapped } from "../graph/sizes";
import { splice } from "../graph/splice";
import { datasetOf, nodeTitle, sourceOf } from "../graph/subtitle";
import type { Design, DesignNode, Edit, Json } from "../graph/types";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { visitingWords } from "../messages/visiting";
import { notifyFailure } from "../notify";
import { nameOfNode } from "../panels/problemWords";
import { change, useDesign } from "../stores/design";
import { loadDatasets, useLibrary } from "../stores/library";
import { type Dragged, select, useUi } from "../stores/ui";
import { rememberModule } from "./recent";
import { covers, ensureVisible, inView, middle } from "./stage";
import { useUploads } from "./uploads";
import { currentView } from "./viewing";

/** What the palette drags: a module, and the parameters it starts with. */
export interface Addition {
  module: string;
  parameters?: Record<string, Json>;
}

export const DRAGGED_TYPE = "application/x-designery-module";

let dragged: Addition | null = null;

/** While something is dragged over the page, browsers tell what it is only when it is dropped: so it is kept here. */
export const draggedAddition = (): Addition | null => dragged;
export function setDragged(addition: Addition | null): void {
  dragged = addition;
}

interface Place {
  /** The middle of the new card, in the design's coordinates; else a free place is found. */
  at?: { x: number; y: number };
  /** The port that the new node is connected to. */
  from?: Dragged | null;
  /** The edge that the new node is put on. */
  between?: Connection | null;
  /** How much room is wanted below it on the screen. */
  below?: number;
  /** Edits that come with it. */
  first?: readonly Edit[];
  /** What the history says, when it is not that a module was added. */
  label?: string;
}

/** Put a new node on the canvas and select it. */
export function addModule({ module, parameters = {} }: Addition, place: Place = {}): string | null {
  const { document } = useDesign.getState();
  const declared = useLibrary.getState().modules.get(module);
  if (!document || !declared) return null;
  const { at, from = null, between = null } = place;
  const id = freshId(module, { has: (name) => name in document.nodes });
  const wanted = at ? cornerOf(at) : placeForNew(from);
  const { corner, moved } = between ? roomBetween(document, between, wanted) : { corner: wanted, moved: [] };
  const group = currentView()?.opened ?? null;
  const node: DesignNode = {
    ...{ module, parameters, inputs: {}, ...corner, title: null, note: null, disabled: false },
    ...(group === null ? {} : { group }),
  };
  const added: Edit = { path: ["nodes", id], value: node as unknown as Json };
  const edges = between ? onEdge(apply(document, [added]), between, id) : edgeTo(from, id, node);
  const title = nodeTitle(node, declared, datasetOf(node, useLibrary.getState().datasets));
  change(place.label ?? labelOf(title, place, edges.length > 0), [...(place.first ?? []), added, ...edges, ...moved]);
  rememberModule(module);
  select([id]);
  requestAnimationFrame(() => ensureVisible(id, place.below));
  return id;
}

/** Where a new card stands on an edge, and the edits that move down what it would cover, with all that is below. */
function roomBetween(design: Design, { source, target }: Connection, at: { x: number; y: number }) {
  const [above, below] = [design.nodes[source], design.nodes[target]];
  const row = above && below && rowBetween(above, below, at);
  if (!row) return { corner: at, moved: [] };
  const under = Object.entries(design.nodes).filter(([, node]) => node.group === below.group && node.y >= below.y);
  const moved = under.map(([id, { y }]): Edit => ({ path: ["nodes", id, "y"], value: y + row.down }));
  return { corner: row.corner, moved: row.down > 0 ? moved : [] };
}

/** Where a new card covers no other: along the flow from what it hangs on, else in sight and near what is selected. */
export function placeForNew(from: Dragged | null = null): { x: number; y: number } {
  const view = currentView();
  const nodes = view?.design.nodes ?? {};
  const source = from && nodes[view?.cardOf(from.node) ?? ""];
  if (source) return nextInFlow(source, Object.values(nodes), from.side);
  return freePlace(nextPlace(nodes), Object.values(nodes), inView(), covers());
}

function labelOf(title: string, { from, between }: Place, connected: boolean): string {
  if (!connected) return editing.done.added(title);
  if (between) return editing.done.spliced(title, nameOfNode(between.source), nameOfNode(between.target));
  const other = nameOfNode(from!.node);
  return from!.side === "output" ? editing.done.addedAfter(title, other) : editing.done.addedBefore(title, other);
}

function onEdge(design: Design, edge: Connection, id: string): Edit[] {
  const { modules, catalog } = useLibrary.getState();
  return splice(design, { modules, accepts: catalog.accepts }, edge, id) ?? [];
}

const cornerOf = (at: { x: number; y: number }) => ({
  x: snapped(at.x - NODE_WIDTH / 2),
  y: snapped(at.y - NODE_HEIGHT / 2),
});

/** The corner of a card below the selected one or the last one; else in the middle. */
function nextPlace(nodes: Readonly<Record<string, { x: number; y: number }>>): { x: number; y: number } {
  const last = nodes[useUi.getState().selection.at(-1) ?? ""] ?? Object.values(nodes).at(-1);
  if (!last || !isWithin(inView(), last)) return cornerOf(middle());
  return { x: last.x, y: last.y + NODE_HEIGHT + ROW_GAP };
}

function edgeTo(from: Dragged | null, id: string, node: DesignNode): Edit[] {
  const { document } = useDesign.getState();
  const { modules, catalog } = useLibrary.getState();
  const other = from && document?.nodes[from.node];
  if (!from || !other) return [];
  const after = { ...document, nodes: { ...document.nodes, [id]: node } };
  const [near, far] = [
    { id, module: node.module },
    { id: from.node, module: other.module },
  ];
  const only = portsOf(far.module, from);
  const found =
    from.side === "output" ? firstFit(only, catalog.accepts, far, near) : firstFit(only, catalog.accepts, near, far);
  return found ? connect(after, modules, found) : [];
}

/** The modules, with the one port that the edge was drawn from left on its module. */
function portsOf(name: string, from: Dragged): typeof modules {
  const { modules } = useLibrary.getState();
  const module = modules.get(name);
  if (!module) return modules;
  const ports = from.side === "output" ? "outputs" : "inputs";
  return new Map(modules).set(name, {
    ...module,
    [ports]: module[ports].filter(({ name: port }) => port === from.port),
  });
}

export function addDataset(dataset: DatasetSummary, place: Place = {}): void {
  addModule({ module: sourceOf(dataset), parameters: { dataset: dataset.id } }, place);
}

const READABLE = /\.zip$|\.(csv|tsv|tab|txt|parquet|pq|xlsx?|xlsm|ods|json|jsonl|ndjson)(\.(gz|zst|zip|bz2|xz))?$/i;

/** Open a dropped design; upload dropped tables, each with its progress bar, and put a node for each there. */
export async function addFiles(files: readonly File[], at: { x: number; y: number }): Promise<void> {
  if (visiting()) {
    notifyFailure(visitingWords.noData);
    return;
  }
  const [only] = files;
  if (files.length === 1 && only && (await isDesign(only))) {
    await importFile(only);
    return;
  }
  await Promise.all(
    files.map((file, index) => addFile(file, { x: at.x + index * (NODE_WIDTH + 28), y: at.y }, files.length === 1)),
  );
}

const LARGEST_DESIGN = 20_000_000;

/** Whether a file is a design that was exported; JSON may as well be a table. */
async function isDesign(file: File): Promise<boolean> {
  if (!/\.json$/i.test(file.name) || file.size > LARGEST_DESIGN) return false;
  try {
    const value = JSON.parse(await file.text()) as Partial<Design> | null;
    return typeof value?.nodes === "object" && value.nodes !== null && !Array.isArray(value.nodes) && "format" in value;
  } catch {
    return false;
  }
}

/** A table that comes alone to empty paper may be one to predict a column of. */
async function addFile(file: File, at: { x: number; y: number }, alone: boolean): Promise<void> {
  if (!READABLE.test(file.name)) {
    notifyFailure(text.canvas.cannotRead(file.name));
    return;
  }
  const uploads = useUploads.getState();
  const id = uploads.start(file.name, at);
  try {
    const dataset = await uploadDataset(file, (share) => uploads.progress(id, share));
    await loadDatasets();
    const { document } = useDesign.getState();
    const empty = document !== null && Object.keys(document.nodes).length === 0;
    if (!empty || !alone || dataset.kind !== "table") addDataset(dataset, { at });
    else (await import("../dialogs/offering")).offerPrediction(dataset, () => addDataset(dataset, { at }));
  } catch (error) {
    notifyFailure(error instanceof Unreachable ? error : `${file.name}: ${(error as Error).message}`);
  } finally {
    uploads.end(id);
  }
}
