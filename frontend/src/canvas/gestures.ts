/** What mouse gestures on the canvas do to the design: connect, reconnect, drop. */

import type { FinalConnectionState, HandleType } from "@xyflow/react";
import { importFile, isPicture } from "../actions/importDesign";
import type { KeptModule } from "../graph/keptModules";
import { type Connection, connect, connections, disconnect, fits } from "../graph/ports";
import { passage } from "../graph/splice";
import { editing } from "../messages/editing";
import { notifyFailure } from "../notify";
import { nameOfNode } from "../panels/problemWords";
import { change, useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { type Dragged, useUi } from "../stores/ui";
import { type Addition, addFiles, addModule, DRAGGED_TYPE, draggedAddition } from "./adding";
import type { DataEdgeType } from "./DataEdge";
import { idOfEdge, inner } from "./elements";
import { stopDrawing } from "./fitting";
import { onStage } from "./stage";
import { currentView } from "./viewing";

/** What xyflow's connections and edges have in common. */
interface Ends {
  source: string;
  sourceHandle?: string | null;
  target: string;
  targetHandle?: string | null;
}

/** The connection of the design that ends on cards stand for. */
const asConnection = (ends: Ends): Connection =>
  inner({
    source: ends.source,
    output: ends.sourceHandle ?? "",
    target: ends.target,
    input: ends.targetHandle ?? "",
  });

export function mayConnect(ends: Ends): boolean {
  const { document } = useDesign.getState();
  const { modules, catalog } = useLibrary.getState();
  return document !== null && fits(document, modules, catalog.accepts, asConnection(ends));
}

export function drawEdge(ends: Ends): void {
  const { document } = useDesign.getState();
  if (!document || !mayConnect(ends)) return;
  const made = asConnection(ends);
  const label = editing.done.connected(nameOfNode(made.source), nameOfNode(made.target));
  change(label, connect(document, useLibrary.getState().modules, made));
}

/** The end of an edge was pulled to another port. */
export function moveEdge(edge: DataEdgeType, ends: Ends): void {
  const { document } = useDesign.getState();
  if (!document || !mayConnect(ends)) return;
  const [before, after] = [asConnection(edge), asConnection(ends)];
  const sameInput = before.target === after.target && before.input === after.input;
  const away = sameInput ? [] : disconnect(document, [before]);
  const label = editing.done.reconnected(nameOfNode(after.source), nameOfNode(after.target));
  change(label, [...away, ...connect(document, useLibrary.getState().modules, after)]);
}

/** The end of an edge was let go beside all ports: on another card it finds its port, on the paper the edge comes off. */
export function letGo(edge: DataEdgeType, fixed: HandleType, event: MouseEvent | TouchEvent): void {
  const card = cardAt(event);
  const [from, port] =
    fixed === "source" ? [edge.source, edge.sourceHandle ?? ""] : [edge.target, edge.targetHandle ?? ""];
  if (!card) pullOff(edge);
  else if (card !== (fixed === "source" ? edge.target : edge.source)) {
    const found = freePorts(card, { node: from, port, side: fixed === "source" ? "output" : "input" }).find(mayConnect);
    if (found) moveEdge(edge, found);
  }
}

function pullOff(edge: DataEdgeType): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const gone = asConnection(edge);
  change(editing.done.disconnected(nameOfNode(gone.target), nameOfNode(gone.source)), disconnect(document, [gone]));
}

/** An edge was let go: on a card it finds its port, on the paper it offers the modules that fit. */
export function endDrawing(event: MouseEvent | TouchEvent, state: FinalConnectionState): void {
  const { dragged } = useUi.getState();
  stopDrawing();
  if (!dragged || state.isValid || state.toHandle) return;
  const card = cardAt(event);
  if (card) {
    const found = freePorts(card, dragged).find(mayConnect);
    if (found) drawEdge(found);
  } else if (farEnough(state)) useUi.setState({ quickAdd: { ...placeOf(event), from: dragged } });
}

function placeOf(event: MouseEvent | TouchEvent): { x: number; y: number } {
  const { clientX: x, clientY: y } = "changedTouches" in event ? event.changedTouches[0]! : event;
  return { x, y };
}

/** The card with ports where the pointer is. */
function cardAt(event: MouseEvent | TouchEvent): string | null {
  const { x, y } = placeOf(event);
  const id = document.elementFromPoint(x, y)?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  return id !== undefined && currentView()?.design.nodes[id] ? id : null;
}

const farEnough = ({ from, to }: FinalConnectionState): boolean =>
  Boolean(from && to && Math.hypot(from.x - to.x, from.y - to.y) > 40);

/** The connections between the dragged port and the ports of a card, free inputs first. */
function freePorts(id: string, dragged: Omit<Dragged, "type">): Ends[] {
  const view = currentView();
  const node = view?.design.nodes[id];
  const module = view?.modules.get(node?.module ?? "");
  if (dragged.side === "input") {
    return (module?.outputs ?? []).map(({ name }) => ends(id, name, dragged.node, dragged.port));
  }
  const inputs = [...(module?.inputs ?? [])].sort(
    (a, b) => Number(a.name in node!.inputs) - Number(b.name in node!.inputs),
  );
  return inputs.map(({ name }) => ends(dragged.node, dragged.port, id, name));
}

const ends = (source: string, sourceHandle: string, target: string, targetHandle: string): Ends => ({
  source,
  sourceHandle,
  target,
  targetHandle,
});

/** The edge of the design at a place on the screen that a module could be put on. */
export function edgeFor(module: string, x: number, y: number, except: string | null = null): Connection | null {
  const { document: design } = useDesign.getState();
  const { modules, catalog } = useLibrary.getState();
  const found = document.elementsFromPoint(x, y).find((element) => element.closest(".react-flow__edge"));
  const id = found?.closest<HTMLElement>(".react-flow__edge")?.dataset.id;
  if (!design || id === undefined) return null;
  const edge = connections(design).find((one) => idOfEdge(one) === id);
  if (!edge || edge.source === except || edge.target === except) return null;
  return passage(design, { modules, accepts: catalog.accepts }, edge, modules.get(module)) ? edge : null;
}

/** Mark the edge that what is being dragged would be put on. */
export function markEdge(edge: Connection | null): void {
  const splice = edge ? idOfEdge(edge) : null;
  if (useUi.getState().splice !== splice) useUi.setState({ splice });
}

export function dragOver(event: React.DragEvent): void {
  event.preventDefault();
  event.dataTransfer.dropEffect = event.dataTransfer.types.includes("Files") ? "copy" : "move";
  const addition = draggedAddition();
  if (addition && event.dataTransfer.types.includes(DRAGGED_TYPE)) {
    markEdge(edgeFor(addition.module, event.clientX, event.clientY));
  }
}

/** A module from the palette, or files from the desktop. */
export function drop(event: React.DragEvent): void {
  event.preventDefault();
  markEdge(null);
  const at = onStage(event.clientX, event.clientY);
  const dragged = event.dataTransfer.getData(DRAGGED_TYPE);
  const files = [...event.dataTransfer.files];
  if (dragged) {
    const addition = JSON.parse(dragged) as Addition & { kept?: KeptModule };
    if (addition.kept) {
      const { kept } = addition;
      void import("./keeping").then(({ addKept }) => addKept(kept, at)).catch(notifyFailure);
      return;
    }
    addModule(addition, { at, between: edgeFor(addition.module, event.clientX, event.clientY) });
  } else if (files.length === 1 && isPicture(files[0]!)) void importFile(files[0]!).catch(notifyFailure);
  else if (files.length > 0) void addFiles(files, at).catch(notifyFailure);
}
