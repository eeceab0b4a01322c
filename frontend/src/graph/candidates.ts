/** The ports that an edge from one port could end at, those that are connected to it already among them. */

import type { Port, PortType } from "../api/types";
import { inOrder } from "./order";
import { type Accepts, type Connection, fits, type Modules, reference, referencesAt } from "./ports";
import type { Design } from "./types";

export interface End {
  node: string;
  port: string;
  type: PortType;
  side: "input" | "output";
}

export interface Candidate {
  connection: Connection;
  /** The node and port at the far end. */
  node: string;
  port: Port;
  connected: boolean;
  /** Whether the input gives up an edge for this one. */
  takes: boolean;
}

/** In the order in which data flow; those that are connected come first, then those that are free. */
export function candidates(design: Design, modules: Modules, accepts: Accepts, from: End): Candidate[] {
  const found = inOrder(design).flatMap((node) => {
    const module = modules.get(design.nodes[node]!.module);
    const ports = (from.side === "output" ? module?.inputs : module?.outputs) ?? [];
    return ports.flatMap((port): Candidate[] => {
      const connection =
        from.side === "output"
          ? { source: from.node, output: from.port, target: node, input: port.name }
          : { source: node, output: port.name, target: from.node, input: from.port };
      if (!fits(design, modules, accepts, connection)) return [];
      const there = referencesAt(design.nodes[connection.target]!, connection.input);
      const connected = there.includes(reference(connection.source, connection.output));
      const many = manyAt(modules, design, connection);
      return [{ connection, node, port, connected, takes: !connected && !many && there.length > 0 }];
    });
  });
  const rank = ({ connected, takes }: Candidate) => (connected ? 0 : takes ? 2 : 1);
  return found.sort((one, other) => rank(one) - rank(other));
}

function manyAt(modules: Modules, design: Design, { target, input }: Connection): boolean {
  const module = modules.get(design.nodes[target]!.module);
  return module?.inputs.find(({ name }) => name === input)?.many ?? false;
}
