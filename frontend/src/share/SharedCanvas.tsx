/** The graph of a shared design: to move about in and to choose from, and nothing else. */

import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { useEffect, useMemo } from "react";
import { ActionIcon } from "../actions/ActionIcon";
import { fit } from "../actions/fit";
import { zoomIn } from "../actions/zoomIn";
import { zoomOut } from "../actions/zoomOut";
import { Crumbs } from "../canvas/Crumbs";
import { DataEdge, type DataEdgeType } from "../canvas/DataEdge";
import { type CardNodeType, edgesOf, nodesOf } from "../canvas/elements";
import { Frame, GroupCard, NoteCard } from "../canvas/looks";
import { ModuleNode } from "../canvas/ModuleNode";
import { openCard } from "../canvas/opening";
import { setStage } from "../canvas/stage";
import { useView } from "../canvas/viewing";
import { text } from "../messages/en";
import { sharing } from "../messages/sharing";
import { select, useUi } from "../stores/ui";
import type { SharedDesign } from "./visit";

const nodeTypes = { module: ModuleNode, group: GroupCard, frame: Frame, note: NoteCard };
const edgeTypes = { data: DataEdge };
const NONE: ReadonlySet<string> = new Set();

export function SharedCanvas({ design }: { design: SharedDesign }) {
  return (
    <ReactFlowProvider>
      <Paper key={`${design.revision} ${design.saved_at}`} />
    </ReactFlowProvider>
  );
}

function Paper() {
  const view = useView();
  const selection = useUi((ui) => ui.selection);
  const nodes = useMemo(() => (view ? nodesOf(view, [], new Set(selection)).map(still) : []), [view, selection]);
  useEffect(() => () => setStage(null), []);
  const edges = useMemo(() => (view ? edgesOf(view, [], NONE) : []), [view]);
  return (
    <section className="canvas shared-canvas canvas-full" aria-label={sharing.visitor.graph}>
      <ReactFlow<CardNodeType, DataEdgeType>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodeClick={(_, { id, type }) => type === "module" && select([id])}
        onNodeDoubleClick={(_, { id, type }) => type === "group" && openCard(id)}
        onPaneClick={() => select([])}
        onNodesChange={(changes) => {
          const chosen = changes.find((change) => change.type === "select" && change.selected);
          if (chosen && "id" in chosen) select([chosen.id]);
        }}
        onInit={setStage}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        zoomOnDoubleClick={false}
        preventScrolling={false}
        fitView
        fitViewOptions={{ padding: 0.07, maxZoom: 1 }}
        minZoom={0.05}
        maxZoom={2.5}
        proOptions={{ hideAttribution: true }}
      >
        <Background id="fine" variant={BackgroundVariant.Lines} gap={24} lineWidth={1} color="var(--grid)" />
        <Background id="strong" variant={BackgroundVariant.Lines} gap={120} lineWidth={1} color="var(--grid-strong)" />
      </ReactFlow>
      <Crumbs />
      <div className="floating controls" role="toolbar" aria-label={text.canvas.zoom}>
        <ActionIcon action={zoomOut} size={28} />
        <ActionIcon action={zoomIn} size={28} />
        <ActionIcon action={fit} size={28} />
      </div>
    </section>
  );
}

/** Notes and frames are there to be read. */
function still(node: CardNodeType): CardNodeType {
  const chosen = node.type === "module" || node.type === "group";
  return { ...node, selectable: chosen, focusable: chosen };
}
