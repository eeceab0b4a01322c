/** New nodes: from the palette, from a dropped file, from the end of an edge. */

import { getGuestAccess } from "../api/accessMode";
import type { DatasetSummary } from "../api/apiTypes";
import { UnreachableError } from "../api/client";
import type { Design, DesignNode, Edit, Json } from "../api/designDocument";
import { uploadDataset } from "../api/queries";
import { applyEdits } from "../graph/applyEdits";
import { NODE_HEIGHT, NODE_WIDTH, ROW_GAP, snapToGrid } from "../graph/cardSizes";
import { findFreeCorner, findNextInFlow, findRowBetween, isCardWithin } from "../graph/freeSpace";
import { createFreshId } from "../graph/ids";
import { insertIntoEdge } from "../graph/insertIntoEdge";
import { getSourceRole } from "../graph/moduleRoles";
import { findDataset, getNodeTitle } from "../graph/nodeSubtitle";
import { addEdge, type DesignEdge, findFirstEdge, findObviousOutput } from "../graph/ports";
import { notifyFailure } from "../lib/toasts";
import { appTexts } from "../messages/appTexts";
import { editorTexts } from "../messages/editorTexts";
import { guestTexts } from "../messages/guestTexts";
import { getModuleByRole, loadDatasets, useCatalog } from "../stores/catalogStore";
import { changeDesign, useDesign } from "../stores/designStore";
import { importFile } from "../stores/importDesignFile";
import { getNodeName } from "../stores/nodeNames";
import { rememberModule } from "../stores/recentModules";
import { type DraggedPort, selectCards, useUi } from "../stores/uiStore";
import { useUploads } from "./droppedUploads";
import { getVisibleGraph } from "./useVisibleGraph";
import { ensureVisible, getViewCenter, getVisibleRect, listOverlayRects } from "./viewport";

/** What the palette drags: a module, and the parameters it starts with. */
export interface ModuleAddition {
  module: string;
  parameters?: Record<string, Json>;
}

export const MODULE_DRAG_TYPE = "application/x-designery-module";

let draggedModule: ModuleAddition | null = null;

/** While something is dragged over the page, browsers tell what it is only when it is dropped: so it is kept here. */
export const getDraggedModule = (): ModuleAddition | null => draggedModule;
export function setDraggedModule(addition: ModuleAddition | null): void {
  draggedModule = addition;
}

interface NodePlacement {
  /** The middle of the new card, in the design's coordinates; else a free place is found. */
  at?: { x: number; y: number };
  /** The port that the new node is connected to. */
  from?: DraggedPort | null;
  /** Whether it stands in sight where there is room beside or below, rather than right in the flow. */
  inSight?: boolean;
  /** The edge that the new node is put on. */
  between?: DesignEdge | null;
  /** How much room is wanted below it on the screen. */
  roomBelow?: number;
  /** Edits that come with it. */
  precedingEdits?: readonly Edit[];
  /** What the history says, when it is not that a module was added. */
  label?: string;
}

/** Put a new node on the canvas and select it. */
export function addModule({ module, parameters = {} }: ModuleAddition, place: NodePlacement = {}): string | null {
  const { document } = useDesign.getState();
  const declared = useCatalog.getState().modules.get(module);
  if (!document || !declared) return null;
  const { at, from = null, between = null } = place;
  const id = createFreshId(module, { has: (name) => name in document.nodes });
  const wanted = at ? toCardCorner(at) : findPlaceForNew(from, place.inSight);
  const { corner, moved } = between ? makeRoomOnEdge(document, between, wanted) : { corner: wanted, moved: [] };
  const group = getVisibleGraph()?.openedGroup ?? null;
  const node: DesignNode = {
    ...{ module, parameters, inputs: {}, ...corner, title: null, note: null, disabled: false },
    ...(group === null ? {} : { group }),
  };
  const added: Edit = { path: ["nodes", id], value: node as unknown as Json };
  const edges = between ? addNodeToEdge(applyEdits(document, [added]), between, id) : connectNewNode(from, id, node);
  const title = getNodeTitle(node, declared, findDataset(node, declared, useCatalog.getState().datasets));
  changeDesign(place.label ?? formatAddedLabel(title, place, edges.length > 0), [
    ...(place.precedingEdits ?? []),
    added,
    ...edges,
    ...moved,
  ]);
  rememberModule(declared);
  selectCards([id]);
  requestAnimationFrame(() => ensureVisible(id, place.roomBelow));
  return id;
}

/** Add a module after the one card that is selected, where only one of its outputs fits; else unconnected. */
export function addModuleAfterSelection(addition: ModuleAddition): void {
  const { selection } = useUi.getState();
  const { modules, catalog } = useCatalog.getState();
  const [node = ""] = selection;
  const source = selection.length === 1 ? useDesign.getState().document?.nodes[node] : undefined;
  const output = source && findObviousOutput(modules, catalog.accepts, source.module, addition.module);
  const from: DraggedPort | null = output ? { node, port: output.name, type: output.type, side: "output" } : null;
  addModule(addition, { from, inSight: true });
}

/** Where a new card stands on an edge, and the edits that move down what it would cover, with all that is below. */
function makeRoomOnEdge(design: Design, { source, target }: DesignEdge, at: { x: number; y: number }) {
  const [above, below] = [design.nodes[source], design.nodes[target]];
  const row = above && below && findRowBetween(above, below, at);
  if (!row) return { corner: at, moved: [] };
  const under = Object.entries(design.nodes).filter(([, node]) => node.group === below.group && node.y >= below.y);
  const moved = under.map(([id, { y }]): Edit => ({ path: ["nodes", id, "y"], value: y + row.down }));
  return { corner: row.corner, moved: row.down > 0 ? moved : [] };
}

/** Where a new card covers no other: along the flow from what it hangs on, else in sight and near what is selected. */
export function findPlaceForNew(from: DraggedPort | null = null, inSight = false): { x: number; y: number } {
  const view = getVisibleGraph();
  const nodes = view?.design.nodes ?? {};
  const source = from && nodes[view?.findCard(from.node) ?? ""];
  const near = source ? findNextInFlow(source, Object.values(nodes), from.side) : findNextPlace(nodes);
  if (source && !inSight) return near;
  // Nothing goes up against the flow.
  const highest = source ? source.y : -Infinity;
  return findFreeCorner(near, Object.values(nodes), getVisibleRect(), listOverlayRects(), highest);
}

function formatAddedLabel(title: string, { from, between }: NodePlacement, connected: boolean): string {
  if (!connected) return editorTexts.historyLabels.added(title);
  if (between)
    return editorTexts.historyLabels.spliced(title, getNodeName(between.source), getNodeName(between.target));
  const other = getNodeName(from!.node);
  return from!.side === "output"
    ? editorTexts.historyLabels.addedAfter(title, other)
    : editorTexts.historyLabels.addedBefore(title, other);
}

function addNodeToEdge(design: Design, edge: DesignEdge, id: string): Edit[] {
  const { modules, catalog } = useCatalog.getState();
  return insertIntoEdge(design, { modules, accepts: catalog.accepts }, edge, id) ?? [];
}

const toCardCorner = (at: { x: number; y: number }) => ({
  x: snapToGrid(at.x - NODE_WIDTH / 2),
  y: snapToGrid(at.y - NODE_HEIGHT / 2),
});

/** The corner of a card below the selected one or the last one; else in the middle. */
function findNextPlace(nodes: Readonly<Record<string, { x: number; y: number }>>): { x: number; y: number } {
  const last = nodes[useUi.getState().selection.at(-1) ?? ""] ?? Object.values(nodes).at(-1);
  if (!last || !isCardWithin(getVisibleRect(), last)) return toCardCorner(getViewCenter());
  return { x: last.x, y: last.y + NODE_HEIGHT + ROW_GAP };
}

function connectNewNode(from: DraggedPort | null, id: string, node: DesignNode): Edit[] {
  const { document } = useDesign.getState();
  const { modules, catalog } = useCatalog.getState();
  const other = from && document?.nodes[from.node];
  if (!from || !other) return [];
  const after = { ...document, nodes: { ...document.nodes, [id]: node } };
  const [near, far] = [
    { id, module: node.module },
    { id: from.node, module: other.module },
  ];
  const only = limitToPort(far.module, from);
  const found =
    from.side === "output"
      ? findFirstEdge(only, catalog.accepts, far, near)
      : findFirstEdge(only, catalog.accepts, near, far);
  return found ? addEdge(after, modules, found) : [];
}

/** The modules, with the one port that the edge was drawn from left on its module. */
function limitToPort(name: string, from: DraggedPort): typeof modules {
  const { modules } = useCatalog.getState();
  const module = modules.get(name);
  if (!module) return modules;
  const ports = from.side === "output" ? "outputs" : "inputs";
  return new Map(modules).set(name, {
    ...module,
    [ports]: module[ports].filter(({ name: port }) => port === from.port),
  });
}

/** What brings a dataset onto the canvas. */
export const toDatasetAddition = (dataset: DatasetSummary): ModuleAddition => ({
  module: getModuleByRole(getSourceRole(dataset))?.name ?? "",
  parameters: { dataset: dataset.id },
});

export function addDataset(dataset: DatasetSummary, place: NodePlacement = {}): void {
  addModule(toDatasetAddition(dataset), place);
}

const READABLE_FILE =
  /\.zip$|\.(csv|tsv|tab|txt|parquet|pq|xlsx?|xlsm|ods|json|jsonl|ndjson)(\.(gz|zst|zip|bz2|xz))?$/i;

/** Open a dropped design; upload dropped tables, each with its progress bar, and put a node for each there. */
export async function addFiles(files: readonly File[], at: { x: number; y: number }): Promise<void> {
  if (getGuestAccess()) {
    notifyFailure(guestTexts.noData);
    return;
  }
  const [only] = files;
  if (files.length === 1 && only && (await isDesignFile(only))) {
    await importFile(only);
    return;
  }
  await Promise.all(
    files.map((file, index) => addFile(file, { x: at.x + index * (NODE_WIDTH + 28), y: at.y }, files.length === 1)),
  );
}

const MAX_DESIGN_BYTES = 20_000_000;

/** Whether a file is a design that was exported; JSON may as well be a table. */
async function isDesignFile(file: File): Promise<boolean> {
  if (!/\.json$/i.test(file.name) || file.size > MAX_DESIGN_BYTES) return false;
  try {
    const value = JSON.parse(await file.text()) as Partial<Design> | null;
    return typeof value?.nodes === "object" && value.nodes !== null && !Array.isArray(value.nodes) && "format" in value;
  } catch {
    return false;
  }
}

/** A table that comes alone to empty paper may be one to predict a column of. */
async function placeImported(dataset: DatasetSummary, at: { x: number; y: number }): Promise<void> {
  await loadDatasets();
  const { document } = useDesign.getState();
  const empty = document !== null && Object.keys(document.nodes).length === 0;
  if (!empty || dataset.kind !== "table") addDataset(dataset, { at });
  else
    (await import("../features/quickStart/offerPrediction")).offerPrediction(dataset, () =>
      addDataset(dataset, { at }),
    );
}

/** One that comes alone and has something to decide is looked at first; several become a node each. */
async function addFile(file: File, at: { x: number; y: number }, alone: boolean): Promise<void> {
  if (!READABLE_FILE.test(file.name)) {
    notifyFailure(appTexts.canvas.cannotRead(file.name));
    return;
  }
  const uploads = useUploads.getState();
  const id = uploads.start(file.name, at);
  try {
    const onProgress = (_: string, share: number) => uploads.setProgress(id, share);
    if (alone) {
      const { importFiles } = await import("../features/importing/openImport");
      const onImported = (dataset: DatasetSummary) => void placeImported(dataset, at);
      await importFiles({ files: [file], onProgress, onImported, skipsPlainFiles: true });
    } else {
      const dataset = await uploadDataset(file, (share) => uploads.setProgress(id, share));
      await loadDatasets();
      addDataset(dataset, { at });
    }
  } catch (error) {
    notifyFailure(error instanceof UnreachableError ? error : `${file.name}: ${(error as Error).message}`);
  } finally {
    uploads.end(id);
  }
}
