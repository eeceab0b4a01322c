/** The graph of a shared design: to move about in and to choose from, and nothing else. */

import { Background, BackgroundVariant, ReactFlow, type ReactFlowInstance, ReactFlowProvider } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import { fitAction } from "../../actions/fitView";
import { zoomInAction } from "../../actions/zoomIn";
import { zoomOutAction } from "../../actions/zoomOut";
import type { SharedDesign } from "../../api/guestSession";
import { Breadcrumbs } from "../../canvas/Breadcrumbs";
import { DataEdge, type DataEdgeType } from "../../canvas/DataEdge";
import { LazyGroupCard, LazyGroupFrame, LazyNoteCard } from "../../canvas/lazyNodeTypes";
import { ModuleNode } from "../../canvas/ModuleNode";
import { openCard } from "../../canvas/openNode";
import { type CardNodeType, toFlowEdges, toFlowNodes } from "../../canvas/toReactFlow";
import { useVisibleGraph } from "../../canvas/useVisibleGraph";
import { fitAll, keepFitted, setViewportFlow } from "../../canvas/viewport";
import { appTexts } from "../../messages/appTexts";
import { sharingTexts } from "../../messages/sharingTexts";
import { selectCards, useUi } from "../../stores/uiStore";
import { ActionIcon } from "../../ui/actions/ActionIcon";
import "../../canvas/canvas.css";
import "../../canvas/floating.css";
import "./shared.css";

const nodeTypes = { module: ModuleNode, group: LazyGroupCard, frame: LazyGroupFrame, note: LazyNoteCard };
const edgeTypes = { data: DataEdge };
const NONE: ReadonlySet<string> = new Set();

export function SharedCanvas({ design }: { design: SharedDesign }) {
  return (
    <ReactFlowProvider>
      <SharedPaper key={`${design.revision} ${design.saved_at}`} />
    </ReactFlowProvider>
  );
}

function showWhole(flow: ReactFlowInstance<CardNodeType, DataEdgeType>): void {
  setViewportFlow(flow);
  fitAll({ duration: 0 });
}

function SharedPaper() {
  const paper = useRef<HTMLElement>(null);
  const view = useVisibleGraph();
  const selection = useUi((ui) => ui.selection);
  const nodes = useMemo(
    () => (view ? toFlowNodes(view, [], new Set(selection)).map(makeStill) : []),
    [view, selection],
  );
  useEffect(() => {
    // A phone is turned, and a frame on another site gets its size late.
    const watch = new ResizeObserver(keepFitted);
    watch.observe(paper.current!);
    return () => {
      watch.disconnect();
      setViewportFlow(null);
    };
  }, []);
  const edges = useMemo(() => (view ? toFlowEdges(view, [], NONE) : []), [view]);
  return (
    <section ref={paper} className="canvas shared-canvas" aria-label={sharingTexts.visitor.graph}>
      <ReactFlow<CardNodeType, DataEdgeType>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeClick={(_, { id, type }) => type === "module" && selectCards([id])}
        onNodeDoubleClick={(_, { id, type }) => type === "group" && openCard(id)}
        onPaneClick={() => selectCards([])}
        onNodesChange={(changes) => {
          const chosen = changes.find((change) => change.type === "select" && change.selected);
          if (chosen && "id" in chosen) selectCards([chosen.id]);
        }}
        onInit={showWhole}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        preventScrolling={false}
        minZoom={0.05}
        maxZoom={2.5}
        proOptions={{ hideAttribution: true }}
      >
        <Background id="fine" variant={BackgroundVariant.Lines} gap={24} lineWidth={1} color="var(--grid)" />
        <Background id="strong" variant={BackgroundVariant.Lines} gap={120} lineWidth={1} color="var(--grid-strong)" />
      </ReactFlow>
      <Breadcrumbs />
      <div className="floating controls" role="toolbar" aria-label={appTexts.canvas.zoom}>
        <ActionIcon action={zoomOutAction} size={28} />
        <ActionIcon action={zoomInAction} size={28} />
        <ActionIcon action={fitAction} size={28} />
      </div>
    </section>
  );
}

/** Notes and frames are there to be read. */
function makeStill(node: CardNodeType): CardNodeType {
  const chosen = node.type === "module" || node.type === "group";
  return { ...node, selectable: chosen, focusable: chosen };
}
