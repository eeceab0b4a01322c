/** One design, or two in one drawing, to look at: nothing can be changed here. */

import { IconMinus, IconPencil, IconPlus } from "@tabler/icons-react";
import {
  Background,
  BackgroundVariant,
  type Edge,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import { useEffect, useMemo } from "react";
import "../styles/canvas.css";
import type { Module } from "../api/types";
import { CardPicture } from "../canvas/CardPicture";
import { EDGE_COLOUR } from "../canvas/PortShape";
import { outputPort } from "../graph/ports";
import { NODE_HEIGHT, NODE_WIDTH, portX } from "../graph/sizes";
import { datasetOf, nodeTitle, subtitle } from "../graph/subtitle";
import type { Design, DesignNode } from "../graph/types";
import { versionMessages } from "../messages/versions";
import { useLibrary } from "../stores/library";
import { type Mark, type UnionEdge, union } from "./union";
import "./past.css";

const say = versionMessages.past;

type Drawn = Node<{ node: DesignNode; mark: Mark; inputs: string[]; outputs: string[]; told: string }, "past">;

interface Props {
  old: Design;
  now: Design;
  changed: ReadonlySet<string>;
  /** Whether what differs is marked. */
  marking: boolean;
  /** The node to look at; a new object looks again. */
  lookAt: { node: string } | null;
  label: string;
}

export function ComparedCanvas(props: Props) {
  return (
    <ReactFlowProvider>
      <Paper {...props} />
    </ReactFlowProvider>
  );
}

const nodeTypes = { past: PastNode };

function Paper({ old, now, changed, marking, lookAt, label }: Props) {
  const modules = useLibrary((library) => library.modules);
  const { fitView } = useReactFlow();
  const { nodes, edges } = useMemo(() => {
    const drawn = union(old, now, changed);
    return {
      nodes: nodesOf(drawn, modules, marking),
      edges: drawn.edges.map((edge) => edgeOf(edge, drawn, modules, marking)),
    };
  }, [old, now, changed, modules, marking]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another design is another paper
  useEffect(() => {
    const later = requestAnimationFrame(() => void fitView({ padding: 0.1, maxZoom: 1 }));
    return () => cancelAnimationFrame(later);
  }, [old, now, fitView]);
  useEffect(() => {
    if (lookAt) void fitView({ nodes: [{ id: lookAt.node }], maxZoom: 1, padding: 0.8, duration: 220 });
  }, [lookAt, fitView]);
  const marked = nodes.map((node) => (node.id === lookAt?.node ? { ...node, selected: true } : node));
  return (
    <section className="canvas past-paper" aria-label={label}>
      <ReactFlow<Drawn, Edge>
        nodes={marked}
        edges={edges}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        minZoom={0.05}
        maxZoom={2.5}
        zoomOnDoubleClick={false}
        proOptions={{ hideAttribution: true }}
      >
        <Background variant={BackgroundVariant.Lines} gap={24} lineWidth={1} color="var(--grid)" />
      </ReactFlow>
    </section>
  );
}

type Modules = ReadonlyMap<string, Module>;
type Union = ReturnType<typeof union>;

function nodesOf({ nodes, edges }: Union, modules: Modules, marking: boolean): Drawn[] {
  return nodes.map(({ id, node, mark }) => {
    const module = modules.get(node.module);
    const used = (ports: string[], more: string[]) => [...new Set([...ports, ...more])];
    const told = marking && mark ? say.kinds[mark] : "";
    return {
      id,
      type: "past",
      position: { x: node.x, y: node.y },
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
      data: {
        node,
        mark: marking ? mark : null,
        told,
        inputs: used(module?.inputs.map(({ name }) => name) ?? [], into(edges, id)),
        outputs: used(module?.outputs.map(({ name }) => name) ?? [], outOf(edges, id)),
      },
      ariaLabel: `${nodeTitle(node, module)} ${told}`.trim(),
    };
  });
}

const into = (edges: UnionEdge[], id: string) => edges.filter(({ target }) => target === id).map(({ input }) => input);
const outOf = (edges: UnionEdge[], id: string) =>
  edges.filter(({ source }) => source === id).map(({ output }) => output);

function edgeOf(edge: UnionEdge, { nodes }: Union, modules: Modules, marking: boolean): Edge {
  const source = nodes.find(({ id }) => id === edge.source);
  const type = outputPort(modules.get(source?.node.module ?? ""), edge.output)?.type ?? "dataset";
  return {
    id: edge.id,
    source: edge.source,
    sourceHandle: edge.output,
    target: edge.target,
    targetHandle: edge.input,
    type: "smoothstep",
    className: `past-edge ${marking && edge.mark ? `past-edge-${edge.mark}` : ""}`,
    style: { "--edge": EDGE_COLOUR[type] } as React.CSSProperties,
  };
}

const MARKS = { added: IconPlus, removed: IconMinus, changed: IconPencil };

function PastNode({ data, selected }: NodeProps<Drawn>) {
  const { node, mark, told } = data;
  const module = useLibrary((library) => library.modules.get(node.module));
  const dataset = useLibrary(({ datasets }) => datasetOf(node, datasets));
  const Icon = mark ? MARKS[mark] : null;
  return (
    <div className={`node past-node ${mark ? `past-${mark}` : ""} ${selected ? "node-selected" : ""}`}>
      <div className="node-plate">
        <CardPicture glance={null} module={module} />
      </div>
      <div className="node-body">
        <div className="node-title">
          <span>{nodeTitle(node, module, dataset)}</span>
        </div>
        <div className="node-subtitle">{subtitle(node, module, dataset)}</div>
      </div>
      {Icon && (
        <span className="past-badge">
          <Icon size={12} stroke={2} aria-hidden="true" />
          {told}
        </span>
      )}
      <Ends names={data.inputs} type="target" />
      <Ends names={data.outputs} type="source" />
    </div>
  );
}

function Ends({ names, type }: { names: string[]; type: "target" | "source" }) {
  return names.map((name, index) => (
    <Handle
      key={name}
      id={name}
      type={type}
      position={type === "target" ? Position.Top : Position.Bottom}
      style={{ left: portX(index, names.length) }}
      className="past-end"
      isConnectable={false}
    />
  ));
}
