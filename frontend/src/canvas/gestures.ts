/** What mouse gestures on the canvas do to the design: move, connect, reconnect, drop. */

import type { FinalConnectionState } from "@xyflow/react";
import { moveTo } from "../graph/layout";
import { type Connection, connect, disconnect, fits } from "../graph/ports";
import type { DesignNode } from "../graph/types";
import { text } from "../messages/en";
import { change, useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { useUi } from "../stores/ui";
import { type Addition, addFiles, addModule, DRAGGED_TYPE } from "./adding";
import type { DataEdgeType } from "./DataEdge";
import type { ModuleNodeType } from "./elements";
import { stopDrawing } from "./fitting";
import { onStage } from "./stage";

/** What xyflow's connections and edges have in common. */
interface Ends {
  source: string;
  sourceHandle?: string | null;
  target: string;
  targetHandle?: string | null;
}

const asConnection = (ends: Ends): Connection => ({
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
  if (document && mayConnect(ends)) {
    change(text.edits.connect, connect(document, useLibrary.getState().modules, asConnection(ends)));
  }
}

/** The end of an edge was pulled to another port. */
export function moveEdge(edge: DataEdgeType, ends: Ends): void {
  const { document } = useDesign.getState();
  if (!document || !mayConnect(ends)) return;
  const [before, after] = [asConnection(edge), asConnection(ends)];
  const sameInput = before.target === after.target && before.input === after.input;
  const away = sameInput ? [] : disconnect(document, [before]);
  change(text.edits.reconnect, [...away, ...connect(document, useLibrary.getState().modules, after)]);
}

/** The end of an edge was pulled off and let go. */
export function pullOff(edge: DataEdgeType): void {
  const { document } = useDesign.getState();
  if (document) change(text.edits.disconnect, disconnect(document, [asConnection(edge)]));
}

/** One drag is one change, whatever way the cards took. */
export function endDrag(moved: readonly ModuleNodeType[]): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const edits = moved.flatMap(({ id, position }) =>
    moveTo(document, id, Math.round(position.x), Math.round(position.y)),
  );
  change(text.edits.move(new Set(edits.map((edit) => edit.path[1])).size), edits);
}

/** An edge was let go: on a card it finds its port, on the paper it offers the modules that fit. */
export function endDrawing(event: MouseEvent | TouchEvent, state: FinalConnectionState): void {
  const { dragged } = useUi.getState();
  stopDrawing();
  if (!dragged || state.isValid || state.toHandle) return;
  const { clientX, clientY } = "changedTouches" in event ? event.changedTouches[0]! : event;
  const card = document.elementFromPoint(clientX, clientY)?.closest<HTMLElement>(".react-flow__node");
  if (card?.dataset.id) connectToCard(card.dataset.id);
  else if (farEnough(state)) useUi.setState({ quickAdd: { x: clientX, y: clientY, from: dragged } });

  function connectToCard(id: string): void {
    const found = freePorts(id, dragged!).find(mayConnect);
    if (found) drawEdge(found);
  }
}

const farEnough = ({ from, to }: FinalConnectionState): boolean =>
  Boolean(from && to && Math.hypot(from.x - to.x, from.y - to.y) > 40);

/** The connections between the dragged port and the ports of a card, free inputs first. */
function freePorts(id: string, dragged: NonNullable<ReturnType<typeof useUi.getState>["dragged"]>): Ends[] {
  const node: DesignNode | undefined = useDesign.getState().document?.nodes[id];
  const module = useLibrary.getState().modules.get(node?.module ?? "");
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

export function dragOver(event: React.DragEvent): void {
  event.preventDefault();
  event.dataTransfer.dropEffect = event.dataTransfer.types.includes("Files") ? "copy" : "move";
}

/** A module from the palette, or files from the desktop. */
export function drop(event: React.DragEvent): void {
  event.preventDefault();
  const at = onStage(event.clientX, event.clientY);
  const dragged = event.dataTransfer.getData(DRAGGED_TYPE);
  if (dragged) addModule(JSON.parse(dragged) as Addition, { at });
  else if (event.dataTransfer.files.length > 0) void addFiles([...event.dataTransfer.files], at);
}
