/** A port on a card: its shape, its 28 px hit area, and how it looks while an edge is being drawn. */

import { Handle, Position } from "@xyflow/react";
import { memo } from "react";
import type { Port } from "../api/types";
import { portX } from "../graph/sizes";
import { text } from "../messages/en";
import { showResult, useUi } from "../stores/ui";
import { portKey, useFitting } from "./fitting";
import { PortShape } from "./PortShape";
import { remember, stayed } from "./press";

interface Props {
  node: string;
  port: Port;
  side: "input" | "output";
  index: number;
  of: number;
  /** What the input is connected to, in words. */
  from: string | null;
}

export const PortHandle = memo(function PortHandle({ node, port, side, index, of, from }: Props) {
  const fit = useFitting((fitting) => (fitting ? fitting.has(portKey(node, side, port.name)) : null));
  const own = useUi(({ dragged }) => dragged?.node === node && dragged.port === port.name && dragged.side === side);
  const input = side === "input";
  const label = input ? text.canvas.input(port.title, port.type, from) : text.canvas.output(port.title, port.type);
  const state = own || fit === null ? "" : fit ? "port-fits" : "port-faded";
  return (
    <Handle
      type={input ? "target" : "source"}
      position={input ? Position.Top : Position.Bottom}
      id={port.name}
      className={`port ${state}`}
      style={{ left: portX(index, of) }}
      aria-label={label}
      title={label + (port.optional ? `, ${text.canvas.optional}` : "") + (port.many ? `, ${text.canvas.many}` : "")}
      role="button"
      tabIndex={input ? -1 : 0}
      onPointerDown={remember}
      onClick={input ? undefined : (event) => stayed(event) && showResult(node, port.name)}
      onKeyDown={input ? undefined : (event) => event.key === "Enter" && showResult(node, port.name)}
    >
      <PortShape type={port.type} size={14} rim />
    </Handle>
  );
});
