/** The paper that the design is drawn on: a function of the design, the run and the selection. */

import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type EdgeChange,
  type HandleType,
  type NodeChange,
  type OnConnectStart,
  ReactFlow,
  type ReactFlowInstance,
  type ReactFlowProps,
  type Viewport,
} from "@xyflow/react";
import { Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { SNAP } from "../graph/sizes";
import { later } from "../later";
import { text } from "../messages/en";
import { useLibrary } from "../stores/library";
import { pick, select, useUi } from "../stores/ui";
import { useHere } from "../together/here";
import { ConnectionLine } from "./ConnectionLine";
import { Controls } from "./Controls";
import { Crumbs } from "./Crumbs";
import { DataEdge, type DataEdgeType } from "./DataEdge";
import { dragAlong, endDrag, guided } from "./dragging";
import { EmptyCanvas } from "./EmptyCanvas";
import { type CardNodeType, edgesOf, nodesOf } from "./elements";
import { FarPaper } from "./far/FarPaper";
import { startDrawing, stopDrawing } from "./fitting";
import { dragOver, drawEdge, drop, endDrawing, letGo, markEdge, mayConnect, moveEdge } from "./gestures";
import { HelperLines } from "./HelperLines";
import { Frame, GroupCard, NoteCard } from "./looks";
import { Minimap } from "./Minimap";
import { ModuleNode } from "./ModuleNode";
import { NodeTools } from "./NodeTools";
import { openCard } from "./opening";
import { drawn, fitAll, fitOnceDrawn, keepStill, moved, onStage, setStage } from "./stage";
import { UploadCards } from "./UploadCards";
import { currentView, useView } from "./viewing";

const OnCanvas = later(() => import("../together/OnCanvas"));

const nodeTypes = { module: ModuleNode, group: GroupCard, frame: Frame, note: NoteCard };
const edgeTypes = { data: DataEdge };
const snapGrid: [number, number] = [SNAP, SNAP];
const connectionRadius = 28;
/** Of the place beside a port where the end of an edge is taken hold of; the port itself starts a new edge. */
const RECONNECT_RADIUS = 14;
/** Held, a click adds to what is selected; on the paper, Shift draws a box around what is to be selected. */
const ADDING_KEYS = ["Shift", "Control", "Meta"];
/** Below it, mounting cards anew while panning costs more than it saves. */
const MANY_NODES = 150;
/** The zooms below which a card has no subtitle, and plate and title only. */
const [LESS, LEAST] = [0.7, 0.45];
/** Coming nearer, many cards stay one drawing until the view rests, or until so few are seen that they are soon made. */
const NEAR = 0.65;

export function Canvas() {
  const [nodes, setNodes] = useNodes();
  const edges = useEdges();
  // From afar all are drawn on one sheet; those that keys mean stay elements.
  const marked = useMemo(() => edges.filter(({ selected }) => selected), [edges]);
  const reconnect = useReconnect();
  const detail = useUi((ui) => ui.detail);
  const drawing = useUi((ui) => ui.dragged !== null);
  const accompanied = useHere(({ others }) => others.length > 0);
  const onNodesChange = useCallback(
    (changes: NodeChange<CardNodeType>[]) => {
      setNodes((before) => applyNodeChanges(guided(changes, before), before));
      takeSelection(changes, "selection");
    },
    [setNodes],
  );
  const opened = useCallback((instance: ReactFlowInstance<CardNodeType, DataEdgeType>) => {
    setStage(instance);
    fitAll({ duration: 0 });
  }, []);
  useEffect(() => leave, []);
  const palette = useUi((ui) => ui.palette);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette moves the canvas
  useLayoutEffect(keepStill, [palette]);

  return (
    <section
      className={`canvas ${CLASS_OF[detail]} ${drawing ? "canvas-drawing" : ""}`}
      tabIndex={-1}
      aria-label={text.canvas.label}
      onDragOver={dragOver}
      onDrop={drop}
      onDragLeave={() => markEdge(null)}
      onPointerMove={rememberPointer}
      onFocus={takeFocused}
      onDoubleClick={quickAdd}
      onMouseDownCapture={(event) => event.shiftKey && getSelection()?.removeAllRanges()}
    >
      <ReactFlow<CardNodeType, DataEdgeType>
        nodes={nodes}
        edges={detail === "far" ? marked : edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onInit={opened}
        onNodesChange={onNodesChange}
        onEdgesChange={takeSelectedEdges}
        onNodeDrag={dragged}
        onNodeDragStop={dropped}
        onSelectionDragStop={selectionDropped}
        onConnect={drawEdge}
        onConnectStart={startEdge}
        isValidConnection={mayConnect}
        {...reconnect}
        onMove={look}
        onMoveEnd={rest}
        onNodeDoubleClick={open}
        onNodeContextMenu={openMenuOf}
        onPaneContextMenu={openMenuHere}
        onSelectionContextMenu={openMenuHere}
        connectionLineComponent={ConnectionLine}
        connectionRadius={connectionRadius}
        reconnectRadius={RECONNECT_RADIUS}
        snapToGrid
        snapGrid={snapGrid}
        minZoom={0.05}
        maxZoom={2.5}
        onlyRenderVisibleElements={nodes.length > MANY_NODES}
        connectOnClick={false}
        deleteKeyCode={null}
        multiSelectionKeyCode={ADDING_KEYS}
        zoomOnDoubleClick={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background id="fine" variant={BackgroundVariant.Lines} gap={24} lineWidth={1} color="var(--grid)" />
        <Background id="strong" variant={BackgroundVariant.Lines} gap={120} lineWidth={1} color="var(--grid-strong)" />
        {(detail === "far" || (detail !== "full" && nodes.length > MANY_NODES)) && (
          <FarPaper nodes={nodes} edges={edges} />
        )}
        <NodeTools />
        <UploadCards />
        <HelperLines />
        <Suspense fallback={null}>{accompanied && <OnCanvas />}</Suspense>
      </ReactFlow>
      {nodes.length === 0 && <EmptyCanvas />}
      <Crumbs />
      <Controls />
      {nodes.length > 0 && <Minimap />}
    </section>
  );
}

/** The cards, following the view and the selection; while they are dragged, xyflow leads. */
function useNodes() {
  const view = useView();
  const datasets = useLibrary((library) => library.datasets);
  const selection = useUi((ui) => ui.selection);
  const [nodes, show] = useState<CardNodeType[]>([]);
  // Drags come faster than drawings: each change is made on what the one before it left.
  const latest = useRef(nodes);
  const setNodes = useCallback((after: (before: CardNodeType[]) => CardNodeType[]) => {
    latest.current = after(latest.current);
    show(latest.current);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: datasets decide sizes
  useEffect(() => {
    if (view) setNodes((before) => nodesOf(view, before, new Set(selection)));
  }, [view, selection, datasets, setNodes]);
  const far = useUi((ui) => ui.detail === "far");
  // Seen from afar, cards have no ports that xyflow could find in the page: it takes their places from the nodes again.
  useLayoutEffect(() => {
    if (!far) setNodes((before) => before.map((node) => ({ ...node })));
  }, [far, setNodes]);
  const opened = view?.opened ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another group is another paper
  useEffect(fitOnceDrawn, [opened]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: xyflow has taken the nodes over when this runs
  useEffect(drawn, [nodes]);
  return [nodes, setNodes] as const;
}

function useEdges(): DataEdgeType[] {
  const view = useView();
  const selected = useUi((ui) => ui.selectedEdges);
  const [edges, setEdges] = useState<DataEdgeType[]>([]);
  useEffect(() => {
    if (view) setEdges((before) => edgesOf(view, before, new Set(selected)));
  }, [view, selected]);
  return edges;
}

/** Pulling an edge's end: to another port moves it, into the blue takes it off. Nothing new is drawn meanwhile. */
function useReconnect() {
  const [handlers] = useState(reconnecting);
  return handlers;
}

function reconnecting() {
  const pulled = { now: false, arrived: false };
  return {
    onReconnectStart: () => {
      Object.assign(pulled, { now: true, arrived: false });
    },
    onReconnect: (edge: DataEdgeType, ends: Parameters<typeof moveEdge>[1]) => {
      pulled.arrived = true;
      moveEdge(edge, ends);
    },
    onReconnectEnd: (event: MouseEvent | TouchEvent, edge: DataEdgeType, fixed: HandleType) => {
      pulled.now = false;
      if (!pulled.arrived) letGo(edge, fixed, event);
    },
    onConnectEnd: (...end: Parameters<typeof endDrawing>) => {
      if (pulled.now) stopDrawing();
      else endDrawing(...end);
    },
  };
}

type SelectChange = { type: string; id?: string; selected?: boolean };

function takeSelection(changes: readonly SelectChange[], which: "selection" | "selectedEdges"): void {
  const picked = changes.filter((change) => change.type === "select");
  if (picked.length === 0) return;
  const chosen = new Set(useUi.getState()[which]);
  for (const { id, selected } of picked) {
    if (selected) chosen.add(id!);
    else chosen.delete(id!);
  }
  if (which === "selection") {
    const edges = useUi.getState().selectedEdges;
    pick([...chosen]);
    useUi.setState({ selectedEdges: edges });
  } else useUi.setState({ selectedEdges: [...chosen] });
}

const takeSelectedEdges = (changes: EdgeChange<DataEdgeType>[]): void => takeSelection(changes, "selectedEdges");

const startEdge: OnConnectStart = (_, { nodeId, handleId, handleType }) => {
  if (nodeId && handleId) startDrawing(nodeId, handleId, handleType === "target" ? "input" : "output");
};

// Functions that stay the same: with another one, every card and every edge would be drawn again.
type On<Name extends keyof ReactFlowProps<CardNodeType, DataEdgeType>> = NonNullable<
  ReactFlowProps<CardNodeType, DataEdgeType>[Name]
>;
const dragged: On<"onNodeDrag"> = (event, _, moved) => dragAlong(event, moved);
const dropped: On<"onNodeDragStop"> = (event, _, moved) => endDrag(event, moved);
const selectionDropped: On<"onSelectionDragStop"> = (event, moved) => endDrag(event.nativeEvent, moved);
const open: On<"onNodeDoubleClick"> = (_, { id }) => openCard(id);
const openMenuOf: On<"onNodeContextMenu"> = (event, node) => openMenu(event, node.id);
const openMenuHere = (event: React.MouseEvent | MouseEvent) => openMenu(event, null);
const look: On<"onMove"> = (event, viewport) => {
  chooseDetail(viewport, NEAR);
  moved(event !== null);
};
const rest: On<"onMoveEnd"> = (_, viewport) => chooseDetail(viewport, LEAST);

/** The outline may take the place of the canvas, and another canvas may come that knows no cards seen from afar. */
function leave(): void {
  setStage(null);
  useUi.setState({ detail: "full" });
}

const CLASS_OF = { full: "canvas-full", less: "canvas-less", least: "canvas-least", far: "canvas-least canvas-far" };

/** `leave`: the zoom at which cards that were seen from afar become elements again. */
function chooseDetail({ zoom }: Viewport, leave: number): void {
  const many = Object.keys(currentView()?.design.nodes ?? {}).length > MANY_NODES;
  const before = useUi.getState().detail;
  const far = many && zoom < (before === "far" ? leave : LEAST);
  const detail = far ? "far" : zoom < LEAST ? "least" : zoom < LESS ? "less" : "full";
  if (before !== detail) useUi.setState({ detail });
}

/** What the keyboard comes to is selected, so that every key means it. */
function takeFocused({ target }: React.FocusEvent): void {
  useUi.setState({ inOutline: false });
  if (!(target instanceof HTMLElement) || !target.matches(".react-flow__node:focus-visible")) return;
  const { id } = target.dataset;
  if (id !== undefined && !useUi.getState().selection.includes(id)) select([id]);
}

function rememberPointer(event: React.PointerEvent): void {
  useUi.getState().pointer = onStage(event.clientX, event.clientY);
}

function openMenu(event: React.MouseEvent | MouseEvent, node: string | null): void {
  event.preventDefault();
  const chosen = useUi.getState().selection;
  if (node && !chosen.includes(node)) select([node]);
  // The rectangle around several cards is theirs.
  const of =
    (node ?? (event.currentTarget as Element | null)?.closest?.(".react-flow__nodesselection")) ? chosen[0]! : null;
  useUi.setState({ menu: { x: event.clientX, y: event.clientY, node: node ?? of } });
}

function quickAdd(event: React.MouseEvent): void {
  if (!(event.target as Element).classList.contains("react-flow__pane")) return;
  useUi.setState({ quickAdd: { x: event.clientX, y: event.clientY, from: null } });
}
