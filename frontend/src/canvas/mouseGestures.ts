/** What mouse gestures on the canvas do to the design: connect, reconnect, drop. */

import type { FinalConnectionState, HandleType } from "@xyflow/react";
import { findPassage } from "../graph/insertIntoEdge";
import { addEdge, canConnect, type DesignEdge, listEdges, removeEdges } from "../graph/ports";
import type { SavedModule } from "../graph/savedModules";
import { notifyFailure } from "../lib/toasts";
import { editorTexts } from "../messages/editorTexts";
import { useCatalog } from "../stores/catalogStore";
import { changeDesign, useDesign } from "../stores/designStore";
import { importFile, isDesignFile } from "../stores/importDesignFile";
import { getNodeName } from "../stores/nodeNames";
import { type DraggedPort, useUi } from "../stores/uiStore";
import { addFiles, addModule, getDraggedModule, MODULE_DRAG_TYPE, type ModuleAddition } from "./addNode";
import { stopEdgeDrag } from "./compatiblePorts";
import type { DataEdgeType } from "./DataEdge";
import { toDesignEdge, toEdgeId } from "./toReactFlow";
import { getVisibleGraph } from "./useVisibleGraph";
import { toCanvasPosition } from "./viewport";

/** What xyflow's connections and edges have in common. */
interface ConnectionEnds {
  source: string;
  sourceHandle?: string | null;
  target: string;
  targetHandle?: string | null;
}

/** The connection of the design that ends on cards stand for. */
const toEdge = (ends: ConnectionEnds): DesignEdge =>
  toDesignEdge({
    source: ends.source,
    output: ends.sourceHandle ?? "",
    target: ends.target,
    input: ends.targetHandle ?? "",
  });

export function canDrawEdge(ends: ConnectionEnds): boolean {
  const { document } = useDesign.getState();
  const { modules, catalog } = useCatalog.getState();
  return document !== null && canConnect(document, modules, catalog.accepts, toEdge(ends));
}

export function drawEdge(ends: ConnectionEnds): void {
  const { document } = useDesign.getState();
  if (!document || !canDrawEdge(ends)) return;
  const made = toEdge(ends);
  const label = editorTexts.historyLabels.connected(getNodeName(made.source), getNodeName(made.target));
  changeDesign(label, addEdge(document, useCatalog.getState().modules, made));
}

/** The end of an edge was pulled to another port. */
export function moveEdge(edge: DataEdgeType, ends: ConnectionEnds): void {
  const { document } = useDesign.getState();
  if (!document || !canDrawEdge(ends)) return;
  const [before, after] = [toEdge(edge), toEdge(ends)];
  const sameInput = before.target === after.target && before.input === after.input;
  const away = sameInput ? [] : removeEdges(document, [before]);
  const label = editorTexts.historyLabels.reconnected(getNodeName(after.source), getNodeName(after.target));
  changeDesign(label, [...away, ...addEdge(document, useCatalog.getState().modules, after)]);
}

/** The end of an edge was let go beside all ports: on another card it finds its port, on the paper the edge comes off. */
export function releaseEdgeEnd(edge: DataEdgeType, fixed: HandleType, event: MouseEvent | TouchEvent): void {
  const card = findCardAt(event);
  const [from, port] =
    fixed === "source" ? [edge.source, edge.sourceHandle ?? ""] : [edge.target, edge.targetHandle ?? ""];
  if (!card) detachEdge(edge);
  else if (card !== (fixed === "source" ? edge.target : edge.source)) {
    const found = listFreeConnections(card, { node: from, port, side: fixed === "source" ? "output" : "input" }).find(
      canDrawEdge,
    );
    if (found) moveEdge(edge, found);
  }
}

function detachEdge(edge: DataEdgeType): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const gone = toEdge(edge);
  changeDesign(
    editorTexts.historyLabels.disconnected(getNodeName(gone.target), getNodeName(gone.source)),
    removeEdges(document, [gone]),
  );
}

/** An edge was let go: on a card it finds its port, on the paper it offers the modules that fit. */
export function finishEdgeDrag(event: MouseEvent | TouchEvent, state: FinalConnectionState): void {
  const { draggedPort } = useUi.getState();
  stopEdgeDrag();
  if (!draggedPort || state.isValid || state.toHandle) return;
  const card = findCardAt(event);
  if (card) {
    const found = listFreeConnections(card, draggedPort).find(canDrawEdge);
    if (found) drawEdge(found);
  } else if (isDraggedFar(state)) useUi.setState({ quickAdd: { ...getPointerPosition(event), from: draggedPort } });
}

function getPointerPosition(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const { clientX: x, clientY: y } = "changedTouches" in event ? event.changedTouches[0]! : event;
  return { x, y };
}

/** The card with ports where the pointer is. */
function findCardAt(event: MouseEvent | TouchEvent): string | null {
  const { x, y } = getPointerPosition(event);
  const id = document.elementFromPoint(x, y)?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  return id !== undefined && getVisibleGraph()?.design.nodes[id] ? id : null;
}

const isDraggedFar = ({ from, to }: FinalConnectionState): boolean =>
  Boolean(from && to && Math.hypot(from.x - to.x, from.y - to.y) > 40);

/** The connections between the dragged port and the ports of a card, free inputs first. */
function listFreeConnections(id: string, dragged: Omit<DraggedPort, "type">): ConnectionEnds[] {
  const view = getVisibleGraph();
  const node = view?.design.nodes[id];
  const module = view?.modules.get(node?.module ?? "");
  if (dragged.side === "input") {
    return (module?.outputs ?? []).map(({ name }) => createEnds(id, name, dragged.node, dragged.port));
  }
  const inputs = [...(module?.inputs ?? [])].sort(
    (a, b) => Number(a.name in node!.inputs) - Number(b.name in node!.inputs),
  );
  return inputs.map(({ name }) => createEnds(dragged.node, dragged.port, id, name));
}

const createEnds = (source: string, sourceHandle: string, target: string, targetHandle: string): ConnectionEnds => ({
  source,
  sourceHandle,
  target,
  targetHandle,
});

/** The edge of the design at a place on the screen that a module could be put on. */
export function findEdgeFor(module: string, x: number, y: number, except: string | null = null): DesignEdge | null {
  const { document: design } = useDesign.getState();
  const { modules, catalog } = useCatalog.getState();
  const found = document.elementsFromPoint(x, y).find((element) => element.closest(".react-flow__edge"));
  const id = found?.closest<HTMLElement>(".react-flow__edge")?.dataset.id;
  if (!design || id === undefined) return null;
  const edge = listEdges(design).find((one) => toEdgeId(one) === id);
  if (!edge || edge.source === except || edge.target === except) return null;
  return findPassage(design, { modules, accepts: catalog.accepts }, edge, modules.get(module)) ? edge : null;
}

/** Mark the edge that what is being dragged would be put on. */
export function markInsertionEdge(edge: DesignEdge | null): void {
  const splice = edge ? toEdgeId(edge) : null;
  if (useUi.getState().insertionEdge !== splice) useUi.setState({ insertionEdge: splice });
}

export function handleDragOver(event: React.DragEvent): void {
  event.preventDefault();
  event.dataTransfer.dropEffect = event.dataTransfer.types.includes("Files") ? "copy" : "move";
  const addition = getDraggedModule();
  if (addition && event.dataTransfer.types.includes(MODULE_DRAG_TYPE)) {
    markInsertionEdge(findEdgeFor(addition.module, event.clientX, event.clientY));
  }
}

/** A module from the palette, or files from the desktop. */
export function handleDrop(event: React.DragEvent): void {
  event.preventDefault();
  markInsertionEdge(null);
  const at = toCanvasPosition(event.clientX, event.clientY);
  const dragged = event.dataTransfer.getData(MODULE_DRAG_TYPE);
  const files = [...event.dataTransfer.files];
  if (dragged) {
    const addition = JSON.parse(dragged) as ModuleAddition & { kept?: SavedModule };
    if (addition.kept) {
      const { kept } = addition;
      void import("./placeSavedModules").then(({ addSavedModule }) => addSavedModule(kept, at)).catch(notifyFailure);
      return;
    }
    addModule(addition, { at, between: findEdgeFor(addition.module, event.clientX, event.clientY) });
  } else if (files.length === 1 && isDesignFile(files[0]!)) void importFile(files[0]!).catch(notifyFailure);
  else if (files.length > 0) void addFiles(files, at).catch(notifyFailure);
}
