/** The design as xyflow wants it: nodes and edges that keep their identity while nothing about them changes. */

import { type Node, Position } from "@xyflow/react";
import type { Module } from "../api/types";
import { type Connection, connections, outputPort, reference } from "../graph/ports";
import { NODE_WIDTH, portX } from "../graph/sizes";
import type { Design, DesignNode } from "../graph/types";
import { text } from "../messages/en";
import { nameOfNode } from "../panels/problemWords";
import { useLibrary } from "../stores/library";
import type { DataEdgeType, EdgeFacts } from "./DataEdge";
import { heightOf } from "./measure";

export type ModuleNodeType = Node<Record<string, never>, "module">;

/** The size of `.port` in canvas.css. */
const HANDLE = 2;
const NO_DATA: Record<string, never> = {};

/** The nodes of the design; those of `before` that are still right are kept as they are. */
export function nodesOf(
  design: Design,
  before: readonly ModuleNodeType[],
  selection: ReadonlySet<string>,
): ModuleNodeType[] {
  const known = new Map(before.map((node) => [node.id, node]));
  return Object.entries(design.nodes).map(([id, node]) => {
    const made = known.get(id);
    const height = heightOf(node);
    const selected = selection.has(id);
    if (made && isStill(made, node, height, selected)) return made;
    return nodeOf(id, node, height, selected);
  });
}

function isStill(made: ModuleNodeType, node: DesignNode, height: number, selected: boolean): boolean {
  const { x, y } = made.position;
  return x === node.x && y === node.y && made.height === height && (made.selected ?? false) === selected;
}

function nodeOf(id: string, node: DesignNode, height: number, selected: boolean): ModuleNodeType {
  const module = useLibrary.getState().modules.get(node.module);
  return {
    id,
    type: "module",
    position: { x: node.x, y: node.y },
    data: NO_DATA,
    width: NODE_WIDTH,
    height,
    selected,
    // Known beforehand, so that nodes out of sight need not be drawn once to be measured, and a view of all need not wait.
    measured: { width: NODE_WIDTH, height },
    handles: [...handles(module, "target", 0), ...handles(module, "source", height - HANDLE)],
  };
}

function handles(
  module: Module | undefined,
  type: "source" | "target",
  y: number,
): NonNullable<ModuleNodeType["handles"]> {
  const ports = (type === "target" ? module?.inputs : module?.outputs) ?? [];
  const position = type === "target" ? Position.Top : Position.Bottom;
  return ports.map(({ name }, index) => ({
    id: name,
    type,
    position,
    x: portX(index, ports.length) - HANDLE / 2,
    y,
    width: HANDLE,
    height: HANDLE,
  }));
}

/** The edges of the design. Those whose ports do not exist (a module of another version) are left out. */
export function edgesOf(
  design: Design,
  before: readonly DataEdgeType[],
  selected: ReadonlySet<string>,
): DataEdgeType[] {
  const { modules } = useLibrary.getState();
  const known = new Map(before.map((edge) => [edge.id, edge]));
  const all = connections(design);
  const leaving = Map.groupBy(all, ({ source, output }) => reference(source, output));
  return all.flatMap((connection) => {
    const { source, output, target, input } = connection;
    const port = outputPort(modules.get(design.nodes[source]?.module ?? ""), output);
    const taken = modules.get(design.nodes[target]?.module ?? "")?.inputs.some((one) => one.name === input);
    if (!port || !taken) return [];
    const siblings = leaving.get(reference(source, output))!;
    const data = { type: port.type, ...among(connection, siblings, design) };
    const id = edgeId(source, output, target, input);
    const made = known.get(id);
    const ariaLabel = text.canvas.edge(nameOfNode(source), nameOfNode(target));
    if (made?.ariaLabel === ariaLabel && sameEdge(made, data, selected.has(id))) return [made];
    const ends = { source, sourceHandle: output, target, targetHandle: input };
    return [{ id, type: "data" as const, ...ends, data, ariaLabel, selected: selected.has(id) }];
  });
}

/** What an edge is among those that leave the same port. */
function among(connection: Connection, siblings: readonly Connection[], design: Design): Omit<EdgeFacts, "type"> {
  const across = ({ source, target }: Connection) => design.nodes[target]!.x - (design.nodes[source]?.x ?? 0);
  const own = across(connection);
  const sameSide = siblings.filter((other) => across(other) < 0 === own < 0);
  const far = Math.max(...sameSide.map((other) => Math.abs(across(other))));
  return {
    first: siblings[0] === connection,
    farthest: sameSide.find((other) => Math.abs(across(other)) === far) === connection,
    oneSided: sameSide.length === siblings.length,
  };
}

function sameEdge(made: DataEdgeType, data: NonNullable<DataEdgeType["data"]>, selected: boolean): boolean {
  const was = made.data;
  const same = was?.type === data.type && was.first === data.first && was.farthest === data.farthest;
  return same && was.oneSided === data.oneSided && (made.selected ?? false) === selected;
}

export const edgeId = (source: string, output: string, target: string, input: string): string =>
  `${source}.${output} > ${target}.${input}`;
