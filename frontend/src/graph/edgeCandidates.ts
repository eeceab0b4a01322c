/** The ports that an edge from one port could end at, those that are connected to it already among them. */

import type { Port, PortType } from "../api/apiTypes";
import type { Design } from "../api/designDocument";
import { type AcceptedTypes, canConnect, type DesignEdge, getReferences, type Modules, toReference } from "./ports";
import { sortTopologically } from "./topologicalOrder";

export interface EdgeEnd {
  node: string;
  port: string;
  type: PortType;
  side: "input" | "output";
}

export interface EdgeCandidate {
  edge: DesignEdge;
  /** The node and port at the far end. */
  node: string;
  port: Port;
  connected: boolean;
  /** Whether the input gives up an edge for this one. */
  isReplacing: boolean;
}

/** In the order in which data flow; those that are connected come first, then those that are free. */
export function listEdgeCandidates(
  design: Design,
  modules: Modules,
  accepts: AcceptedTypes,
  from: EdgeEnd,
): EdgeCandidate[] {
  const found = sortTopologically(design).flatMap((node) => {
    const module = modules.get(design.nodes[node]!.module);
    const ports = (from.side === "output" ? module?.inputs : module?.outputs) ?? [];
    return ports.flatMap((port): EdgeCandidate[] => {
      const connection =
        from.side === "output"
          ? { source: from.node, output: from.port, target: node, input: port.name }
          : { source: node, output: port.name, target: from.node, input: from.port };
      if (!canConnect(design, modules, accepts, connection)) return [];
      const there = getReferences(design.nodes[connection.target]!, connection.input);
      const connected = there.includes(toReference(connection.source, connection.output));
      const many = isMultiEdgeInput(modules, design, connection);
      return [{ edge: connection, node, port, connected, isReplacing: !connected && !many && there.length > 0 }];
    });
  });
  const rank = ({ connected, isReplacing }: EdgeCandidate) => (connected ? 0 : isReplacing ? 2 : 1);
  return found.sort((one, other) => rank(one) - rank(other));
}

function isMultiEdgeInput(modules: Modules, design: Design, { target, input }: DesignEdge): boolean {
  const module = modules.get(design.nodes[target]!.module);
  return module?.inputs.find(({ name }) => name === input)?.many ?? false;
}
