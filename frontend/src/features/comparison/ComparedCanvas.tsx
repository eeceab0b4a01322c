/** One design, or two in one drawing, to look at: nothing can be changed here. */

import { IconMinus, IconPencil, IconPlus } from "@tabler/icons-react";
import {
  Background,
  BackgroundVariant,
  BaseEdge,
  type Edge,
  type EdgeProps,
  Handle,
  type Node,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
} from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import type { Module, PortType } from "../../api/apiTypes";
import type { Design, DesignNode } from "../../api/designDocument";
import { CardPicture } from "../../canvas/NodeThumbnail";
import { computePortX, NODE_HEIGHT, NODE_WIDTH } from "../../graph/cardSizes";
import { findDataset, formatSubtitle, getNodeTitle } from "../../graph/nodeSubtitle";
import { findOutputPort } from "../../graph/ports";
import { layOutEdges } from "../../graph/routing/edgeLayout";
import { type CanvasPoint, toRoundedPath } from "../../graph/routing/edgePath";
import { type EdgeToRoute, routePlainly } from "../../graph/routing/routeSearch";
import { versionTexts } from "../../messages/versionTexts";
import { useCatalog } from "../../stores/catalogStore";
import { EDGE_COLOR } from "../../ui/PortShape";
import { type ChangeMark, type UnionEdge, uniteDesigns } from "./designUnion";
import "../../canvas/canvas.css";
import "../../canvas/card.css";
import "./comparedCanvas.css";

const texts = versionTexts.past;

type ComparedNodeData = Node<
  { node: DesignNode; mark: ChangeMark; inputs: string[]; outputs: string[]; told: string },
  "past"
>;

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
      <ComparedPaper {...props} />
    </ReactFlowProvider>
  );
}

const nodeTypes = { past: ComparedCanvasNode };
const edgeTypes = { routed: ComparedEdge };

function ComparedPaper({ old, now, changed, marking, lookAt, label }: Props) {
  const modules = useCatalog((library) => library.modules);
  const { fitView } = useReactFlow();
  const { nodes, edges } = useMemo(() => {
    const unitedDesign = uniteDesigns(old, now, changed);
    const placed = toComparedNodes(unitedDesign, modules, marking);
    return {
      nodes: placed,
      edges: routeComparedEdges(
        unitedDesign.edges.map((edge) => toComparedEdge(edge, unitedDesign, modules, marking)),
        placed,
      ),
    };
  }, [old, now, changed, modules, marking]);
  const onMoveEnd = useFittedDesigns(old, now);
  useEffect(() => {
    if (lookAt) void fitView({ nodes: [{ id: lookAt.node }], maxZoom: 1, padding: 0.8, duration: 220 });
  }, [lookAt, fitView]);
  const marked = nodes.map((node) => (node.id === lookAt?.node ? { ...node, selected: true } : node));
  return (
    <section className="canvas past-canvas" aria-label={label}>
      <ReactFlow<ComparedNodeData, ComparedEdgeData>
        nodes={marked}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        onMoveEnd={onMoveEnd}
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

/** Keeps the designs in sight as the pane gets another size, as when a phone is turned, until somebody moves them. */
function useFittedDesigns(old: Design, now: Design): (event: MouseEvent | TouchEvent | null) => void {
  const { fitView } = useReactFlow();
  const size = useStore(({ width, height }) => `${width} ${height}`);
  const movedByHand = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another design is another paper
  useEffect(() => {
    movedByHand.current = false;
  }, [old, now]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: fits again to the new size
  useEffect(() => {
    if (movedByHand.current) return;
    const later = requestAnimationFrame(() => void fitView({ padding: 0.1, maxZoom: 1 }));
    return () => cancelAnimationFrame(later);
  }, [old, now, size, fitView]);
  return (event) => {
    movedByHand.current ||= event !== null;
  };
}

type CatalogModules = ReadonlyMap<string, Module>;
type DesignUnion = ReturnType<typeof uniteDesigns>;

function toComparedNodes({ nodes, edges }: DesignUnion, modules: CatalogModules, marking: boolean): ComparedNodeData[] {
  return nodes.map(({ id, node, mark }) => {
    const module = modules.get(node.module);
    const used = (ports: string[], more: string[]) => [...new Set([...ports, ...more])];
    const markText = marking && mark ? texts.kinds[mark] : "";
    return {
      id,
      type: "past",
      position: { x: node.x, y: node.y },
      width: NODE_WIDTH,
      height: NODE_HEIGHT,
      data: {
        node,
        mark: marking ? mark : null,
        told: markText,
        inputs: used(module?.inputs.map(({ name }) => name) ?? [], listInputs(edges, id)),
        outputs: used(module?.outputs.map(({ name }) => name) ?? [], listOutputs(edges, id)),
      },
      ariaLabel: `${getNodeTitle(node, module)} ${markText}`.trim(),
    };
  });
}

const listInputs = (edges: UnionEdge[], id: string) =>
  edges.filter(({ target }) => target === id).map(({ input }) => input);
const listOutputs = (edges: UnionEdge[], id: string) =>
  edges.filter(({ source }) => source === id).map(({ output }) => output);

// An interface would not pass as the record that xyflow wants.
type ComparedEdgeData = Edge<{ type: PortType; points: readonly CanvasPoint[] | null }, "routed">;

function toComparedEdge(
  edge: UnionEdge,
  { nodes }: DesignUnion,
  modules: CatalogModules,
  marking: boolean,
): ComparedEdgeData {
  const source = nodes.find(({ id }) => id === edge.source);
  const type = findOutputPort(modules.get(source?.node.module ?? ""), edge.output)?.type ?? "dataset";
  return {
    id: edge.id,
    source: edge.source,
    sourceHandle: edge.output,
    target: edge.target,
    targetHandle: edge.input,
    type: "routed",
    data: { type, points: null },
    className: `past-edge ${marking && edge.mark ? `past-edge-${edge.mark}` : ""}`,
    style: { "--edge": EDGE_COLOR[type] } as React.CSSProperties,
  };
}

/** Around the cards, as on the canvas. */
function routeComparedEdges(edges: ComparedEdgeData[], nodes: readonly ComparedNodeData[]): ComparedEdgeData[] {
  const cards = new Map(nodes.map((node) => [node.id, node]));
  const wanted = edges.flatMap(({ id, source, sourceHandle, target, targetHandle, data }): EdgeToRoute[] => {
    const [above, below] = [cards.get(source), cards.get(target)];
    if (!above || !below || !sourceHandle || !targetHandle) return [];
    const [output, input] = [above.data.outputs.indexOf(sourceHandle), below.data.inputs.indexOf(targetHandle)];
    const left = above.position.x + computePortX(output, above.data.outputs.length);
    const right = below.position.x + computePortX(input, below.data.inputs.length);
    const [from, to] = [
      { x: left, y: above.position.y + NODE_HEIGHT },
      { x: right, y: below.position.y },
    ];
    return [{ id, port: `${source}.${sourceHandle}`, from, to, type: data!.type }];
  });
  const bounds = nodes.map(({ position: { x, y } }) => ({
    ...{ left: x, top: y, right: x + NODE_WIDTH, bottom: y + NODE_HEIGHT },
  }));
  const { routes } = layOutEdges(wanted, bounds);
  return edges.map((edge) => ({ ...edge, data: { ...edge.data!, points: routes.get(edge.id) ?? null } }));
}

function ComparedEdge({ id, data, sourceX, sourceY, targetX, targetY, style }: EdgeProps<ComparedEdgeData>) {
  const ends = { from: { x: sourceX, y: sourceY }, to: { x: targetX, y: targetY } };
  return <BaseEdge id={id} path={toRoundedPath(data?.points ?? routePlainly(ends))} style={style} />;
}

const MARKS = { added: IconPlus, removed: IconMinus, changed: IconPencil };

function ComparedCanvasNode({ data, selected }: NodeProps<ComparedNodeData>) {
  const { node, mark, told } = data;
  const module = useCatalog((library) => library.modules.get(node.module));
  const dataset = useCatalog(({ datasets }) => findDataset(node, module, datasets));
  const Icon = mark ? MARKS[mark] : null;
  return (
    <div className={`node past-node ${selected ? "node-selected" : ""}`} data-mark={mark ?? undefined}>
      <div className="node-plate">
        <CardPicture glance={null} module={module} />
      </div>
      <div className="node-body">
        <div className="node-title">
          <span className="past-title">{getNodeTitle(node, module, dataset)}</span>
        </div>
        <div className="node-subtitle">{formatSubtitle(node, module, dataset)}</div>
      </div>
      {Icon && (
        <span className="past-badge">
          <Icon size={12} stroke={2} aria-hidden="true" />
          {told}
        </span>
      )}
      <PortEnds names={data.inputs} type="target" />
      <PortEnds names={data.outputs} type="source" />
    </div>
  );
}

function PortEnds({ names, type }: { names: string[]; type: "target" | "source" }) {
  return names.map((name, index) => (
    <Handle
      key={name}
      id={name}
      type={type}
      position={type === "target" ? Position.Top : Position.Bottom}
      style={{ left: computePortX(index, names.length) }}
      className="past-end"
      isConnectable={false}
    />
  ));
}
