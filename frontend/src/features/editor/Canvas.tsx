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
import { ConnectionLine } from "../../canvas/ConnectionLine";
import { startEdgeDrag, stopEdgeDrag } from "../../canvas/compatiblePorts";
import { DataEdge, type DataEdgeType } from "../../canvas/DataEdge";
import { finishDrag, handleDragMove, snapToGuides } from "../../canvas/dragCards";
import { useUploads } from "../../canvas/droppedUploads";
import { HelperLines } from "../../canvas/HelperLines";
import { LazyGroupCard, LazyGroupFrame, LazyNoteCard } from "../../canvas/lazyNodeTypes";
import { LowDetailLayer } from "../../canvas/lowDetail/LowDetailLayer";
import { Minimap } from "../../canvas/Minimap";
import { ModuleNode } from "../../canvas/ModuleNode";
import {
  canDrawEdge,
  drawEdge,
  finishEdgeDrag,
  handleDragOver,
  handleDrop,
  markInsertionEdge,
  moveEdge,
  releaseEdgeEnd,
} from "../../canvas/mouseGestures";
import { openCard } from "../../canvas/openNode";
import { type CardNodeType, toFlowEdges, toFlowNodes } from "../../canvas/toReactFlow";
import { getVisibleGraph, useVisibleGraph } from "../../canvas/useVisibleGraph";
import {
  fitAll,
  fitOnceDrawn,
  notifyDrawn,
  notifyViewMoved,
  preserveCanvasCenter,
  preserveCanvasOffset,
  setViewportFlow,
  toCanvasPosition,
} from "../../canvas/viewport";
import { GRID_STEP } from "../../graph/cardSizes";
import { lazyWithRetry } from "../../lib/lazy";
import { appTexts } from "../../messages/appTexts";
import { useCanvasSettings } from "../../stores/canvasSettings";
import { useCatalog } from "../../stores/catalogStore";
import { usePresence } from "../../stores/presenceStore";
import { selectCards, selectKeepingRun, useUi } from "../../stores/uiStore";
import { Controls } from "./CanvasControls";
import { useSpaceHeld } from "./useSpaceHeld";
import "../../canvas/canvas.css";

const LazyNodeTools = lazyWithRetry(() => import("./NodeTools").then((loaded) => ({ default: loaded.NodeTools })));
const EmptyCanvas = lazyWithRetry(() => import("./EmptyCanvas").then((loaded) => ({ default: loaded.EmptyCanvas })));
const Breadcrumbs = lazyWithRetry(() =>
  import("../../canvas/Breadcrumbs").then((loaded) => ({ default: loaded.Breadcrumbs })),
);
const UploadCards = lazyWithRetry(() =>
  import("../../canvas/UploadCards").then((loaded) => ({ default: loaded.UploadCards })),
);
const LazyRemoteCursors = lazyWithRetry(() => import("../collaboration/RemoteCursors"));

const nodeTypes = { module: ModuleNode, group: LazyGroupCard, frame: LazyGroupFrame, note: LazyNoteCard };
const edgeTypes = { data: DataEdge };
const snapGrid: [number, number] = [GRID_STEP, GRID_STEP];
const connectionRadius = 28;
/** Of the place beside a port where the end of an edge is taken hold of; the port itself starts a new edge. */
const RECONNECT_RADIUS = 14;
/** Held, a click adds to what is selected; on the paper, Shift draws a box around what is to be selected. */
const MULTI_SELECT_KEYS = ["Shift", "Control", "Meta"];
/** Below it, mounting cards anew while panning costs more than it saves. */
const LOW_DETAIL_MIN_CARDS = 150;
/** The zooms below which a card has no subtitle, and plate and title only. */
const [LESS, LEAST] = [0.7, 0.45];
/** Coming nearer, many cards stay one drawing until the view rests, or until so few are seen that they are soon made. */
const NEAR_ZOOM = 0.65;

export function Canvas() {
  const [nodes, setNodes] = useCanvasNodes();
  const edges = useCanvasEdges();
  // From afar all are drawn on one sheet; those that keys mean stay elements.
  const marked = useMemo(() => edges.filter(({ selected }) => selected), [edges]);
  const reconnect = useReconnectHandlers();
  const detail = useUi((ui) => ui.detail);
  const accompanied = usePresence(({ others }) => others.length > 0);
  const grouped = useUi((ui) => ui.openedGroup !== null);
  const uploading = useUploads(({ uploads }) => uploads.length > 0);
  const onNodesChange = useCallback(
    (changes: NodeChange<CardNodeType>[]) => {
      setNodes((before) => applyNodeChanges(snapToGuides(changes, before), before));
      applySelection(changes, "selection");
    },
    [setNodes],
  );
  const opened = useCallback((instance: ReactFlowInstance<CardNodeType, DataEdgeType>) => {
    setViewportFlow(instance);
    fitAll({ duration: 0 });
  }, []);
  useEffect(() => clearViewport, []);
  const palette = useUi((ui) => ui.paletteOpen);
  const wheel = useCanvasSettings((settings) => settings.wheel);
  const isGrabbing = useSpaceHeld();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette moves the canvas
  useLayoutEffect(preserveCanvasOffset, [palette]);
  const coding = useUi((ui) => ui.side === "code");
  // biome-ignore lint/correctness/useExhaustiveDependencies: code needs a wider pane
  useLayoutEffect(preserveCanvasCenter, [coding]);

  return (
    <section
      className="canvas"
      data-grabbing={isGrabbing || undefined}
      data-detail={detail}
      tabIndex={-1}
      aria-label={appTexts.canvas.label}
      onDragOver={handleDragOver}
      onDrop={handleDrop}
      onDragLeave={() => markInsertionEdge(null)}
      onPointerMove={rememberPointer}
      onFocus={selectFocusedCard}
      onDoubleClick={openQuickAdd}
      onMouseDownCapture={(event) => event.shiftKey && getSelection()?.removeAllRanges()}
    >
      <ReactFlow<CardNodeType, DataEdgeType>
        nodes={nodes}
        edges={detail === "far" ? marked : edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onInit={opened}
        onNodesChange={onNodesChange}
        onEdgesChange={applyEdgeSelection}
        onNodeDrag={handleNodeDrag}
        onNodeDragStop={handleNodeDrop}
        onSelectionDragStop={handleSelectionDrop}
        onConnect={drawEdge}
        onConnectStart={startEdge}
        isValidConnection={canDrawEdge}
        {...reconnect}
        onMove={handleViewMove}
        onMoveEnd={handleViewRest}
        onNodeDoubleClick={openNode}
        onNodeContextMenu={openNodeMenu}
        onPaneContextMenu={openCanvasMenu}
        onSelectionContextMenu={openCanvasMenu}
        connectionLineComponent={ConnectionLine}
        connectionRadius={connectionRadius}
        reconnectRadius={RECONNECT_RADIUS}
        zoomOnScroll={wheel === "zoom"}
        panOnScroll={wheel === "pan"}
        panOnScrollSpeed={1}
        snapToGrid
        snapGrid={snapGrid}
        minZoom={0.05}
        maxZoom={2.5}
        onlyRenderVisibleElements={nodes.length > LOW_DETAIL_MIN_CARDS}
        connectOnClick={false}
        deleteKeyCode={null}
        multiSelectionKeyCode={MULTI_SELECT_KEYS}
        zoomOnDoubleClick={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background id="fine" variant={BackgroundVariant.Lines} gap={24} lineWidth={1} color="var(--grid)" />
        <Background id="strong" variant={BackgroundVariant.Lines} gap={120} lineWidth={1} color="var(--grid-strong)" />
        {(detail === "far" || (detail !== "full" && nodes.length > LOW_DETAIL_MIN_CARDS)) && (
          <LowDetailLayer nodes={nodes} edges={edges} />
        )}
        <Suspense fallback={null}>
          <LazyNodeTools />
        </Suspense>
        <Suspense fallback={null}>{uploading && <UploadCards />}</Suspense>
        <HelperLines />
        <Suspense fallback={null}>{accompanied && <LazyRemoteCursors />}</Suspense>
      </ReactFlow>
      <Suspense fallback={null}>{nodes.length === 0 && <EmptyCanvas />}</Suspense>
      <Suspense fallback={null}>{grouped && <Breadcrumbs />}</Suspense>
      <Controls />
      {nodes.length > 0 && <Minimap />}
    </section>
  );
}

/** The cards, following the view and the selection; while they are dragged, xyflow leads. */
function useCanvasNodes() {
  const view = useVisibleGraph();
  const datasets = useCatalog((library) => library.datasets);
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
    if (view) setNodes((before) => toFlowNodes(view, before, new Set(selection)));
  }, [view, selection, datasets, setNodes]);
  const far = useUi((ui) => ui.detail === "far");
  // Seen from afar, cards have no ports that xyflow could find in the page: it takes their places from the nodes again.
  useLayoutEffect(() => {
    if (!far) setNodes((before) => before.map((node) => ({ ...node })));
  }, [far, setNodes]);
  const opened = view?.openedGroup ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another group is another paper
  useEffect(fitOnceDrawn, [opened]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: xyflow has taken the nodes over when this runs
  useEffect(notifyDrawn, [nodes]);
  return [nodes, setNodes] as const;
}

function useCanvasEdges(): DataEdgeType[] {
  const view = useVisibleGraph();
  const selected = useUi((ui) => ui.selectedEdges);
  const [edges, setEdges] = useState<DataEdgeType[]>([]);
  useEffect(() => {
    if (view) setEdges((before) => toFlowEdges(view, before, new Set(selected)));
  }, [view, selected]);
  return edges;
}

/** Pulling an edge's end: to another port moves it, into the blue takes it off. Nothing new is drawn meanwhile. */
function useReconnectHandlers() {
  const [handlers] = useState(createReconnectHandlers);
  return handlers;
}

function createReconnectHandlers() {
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
      if (!pulled.arrived) releaseEdgeEnd(edge, fixed, event);
    },
    onConnectEnd: (...end: Parameters<typeof finishEdgeDrag>) => {
      if (pulled.now) stopEdgeDrag();
      else finishEdgeDrag(...end);
    },
  };
}

type SelectChange = { type: string; id?: string; selected?: boolean };

function applySelection(changes: readonly SelectChange[], which: "selection" | "selectedEdges"): void {
  const picked = changes.filter((change) => change.type === "select");
  if (picked.length === 0) return;
  const chosen = new Set(useUi.getState()[which]);
  for (const { id, selected } of picked) {
    if (selected) chosen.add(id!);
    else chosen.delete(id!);
  }
  if (which === "selection") {
    const edges = useUi.getState().selectedEdges;
    selectKeepingRun([...chosen]);
    useUi.setState({ selectedEdges: edges });
  } else useUi.setState({ selectedEdges: [...chosen] });
}

const applyEdgeSelection = (changes: EdgeChange<DataEdgeType>[]): void => applySelection(changes, "selectedEdges");

const startEdge: OnConnectStart = (_, { nodeId, handleId, handleType }) => {
  if (nodeId && handleId) startEdgeDrag(nodeId, handleId, handleType === "target" ? "input" : "output");
};

// Functions that stay the same: with another one, every card and every edge would be drawn again.
type FlowHandler<Name extends keyof ReactFlowProps<CardNodeType, DataEdgeType>> = NonNullable<
  ReactFlowProps<CardNodeType, DataEdgeType>[Name]
>;
const handleNodeDrag: FlowHandler<"onNodeDrag"> = (event, _, moved) => handleDragMove(event, moved);
const handleNodeDrop: FlowHandler<"onNodeDragStop"> = (event, _, moved) => finishDrag(event, moved);
const handleSelectionDrop: FlowHandler<"onSelectionDragStop"> = (event, moved) => finishDrag(event.nativeEvent, moved);
const openNode: FlowHandler<"onNodeDoubleClick"> = (_, { id }) => openCard(id);
const openNodeMenu: FlowHandler<"onNodeContextMenu"> = (event, node) => openMenu(event, node.id);
const openCanvasMenu = (event: React.MouseEvent | MouseEvent) => openMenu(event, null);
const handleViewMove: FlowHandler<"onMove"> = (event, viewport) => {
  updateDetail(viewport, NEAR_ZOOM);
  notifyViewMoved(event !== null);
};
const handleViewRest: FlowHandler<"onMoveEnd"> = (_, viewport) => updateDetail(viewport, LEAST);

/** The outline may take the place of the canvas, and another canvas may come that knows no cards seen from afar. */
function clearViewport(): void {
  setViewportFlow(null);
  useUi.setState({ detail: "full" });
}

/** `clearViewport`: the zoom at which cards that were seen from afar become elements again. */
function updateDetail({ zoom }: Viewport, leave: number): void {
  const many = Object.keys(getVisibleGraph()?.design.nodes ?? {}).length > LOW_DETAIL_MIN_CARDS;
  const before = useUi.getState().detail;
  const far = many && zoom < (before === "far" ? leave : LEAST);
  const detail = far ? "far" : zoom < LEAST ? "least" : zoom < LESS ? "less" : "full";
  if (before !== detail) useUi.setState({ detail });
}

/** What the keyboard comes to is selected, so that every key means it. */
function selectFocusedCard({ target }: React.FocusEvent): void {
  useUi.setState({ outlineFocused: false });
  if (!(target instanceof HTMLElement) || !target.matches(".react-flow__node:focus-visible")) return;
  const { id } = target.dataset;
  if (id !== undefined && !useUi.getState().selection.includes(id)) selectCards([id]);
}

function rememberPointer(event: React.PointerEvent): void {
  useUi.getState().pointer = toCanvasPosition(event.clientX, event.clientY);
}

function openMenu(event: React.MouseEvent | MouseEvent, node: string | null): void {
  event.preventDefault();
  const chosen = useUi.getState().selection;
  if (node && !chosen.includes(node)) selectCards([node]);
  // The rectangle around several cards is theirs.
  const of =
    (node ?? (event.currentTarget as Element | null)?.closest?.(".react-flow__nodesselection")) ? chosen[0]! : null;
  useUi.setState({ contextMenu: { x: event.clientX, y: event.clientY, node: node ?? of } });
}

function openQuickAdd(event: React.MouseEvent): void {
  if (!(event.target as Element).classList.contains("react-flow__pane")) return;
  useUi.setState({ quickAdd: { x: event.clientX, y: event.clientY, from: null } });
}
