/** A port on a card: its shape, its 28 px hit area, and how it looks while an edge is being drawn. */

import { Handle, Position } from "@xyflow/react";
import { memo } from "react";
import type { Port } from "../api/types";
import { chooseConnection } from "../dialogs/connecting";
import { portX } from "../graph/sizes";
import { innerPort } from "../graph/view";
import { text } from "../messages/en";
import { type Dragged, showResult, useUi } from "../stores/ui";
import { portKey, useFitting } from "./fitting";
import { PortShape } from "./PortShape";
import { finishAtPort } from "./portFocus";
import { remember, stayed } from "./press";

interface Props {
  node: string;
  port: Port;
  side: Dragged["side"];
  index: number;
  of: number;
  /** What the input is connected to, in words. */
  from: string | null;
}

export const PortHandle = memo(function PortHandle({ node, port, side, index, of, from }: Props) {
  const fit = useFitting((fitting) => (fitting ? fitting.has(portKey(node, side, port.name)) : null));
  const inside = innerPort(node, port.name);
  const own = useUi(
    ({ dragged }) => dragged?.node === inside.node && dragged.port === inside.port && dragged.side === side,
  );
  const input = side === "input";
  const label = input ? text.canvas.input(port.title, port.type, from) : text.canvas.output(port.title, port.type);
  const more = (port.optional ? `, ${text.canvas.optional}` : "") + (port.many ? `, ${text.canvas.many}` : "");
  const state = own || fit === null ? "" : fit ? "port-fits" : "port-faded";
  const show = () => {
    hush();
    showResult(inside.node, inside.port);
  };
  const press = () => {
    if (useUi.getState().byKeyboard) finishAtPort();
    else if (input) chooseConnection({ ...inside, type: port.type, side });
    else show();
  };
  return (
    <Handle
      type={input ? "target" : "source"}
      position={input ? Position.Top : Position.Bottom}
      id={port.name}
      className={`port ${state}`}
      style={{ left: portX(index, of) }}
      aria-label={label + more}
      role="button"
      tabIndex={input ? -1 : 0}
      onPointerDown={remember}
      onPointerEnter={(event) => tell(event.currentTarget, { ...inside, side }, SOON)}
      onPointerLeave={hush}
      onFocus={(event) =>
        event.currentTarget.matches(":focus-visible") && tell(event.currentTarget, { ...inside, side }, 0)
      }
      onBlur={hush}
      onClick={input ? undefined : (event) => stayed(event) && show()}
      onKeyDown={(event) => event.key === "Enter" && press()}
    >
      <PortShape type={port.type} size={14} rim />
    </Handle>
  );
});

/** Pointed at for so long, a port says what it is. */
const SOON = 350;
let waiting: ReturnType<typeof setTimeout> | undefined;

function tell(element: Element, port: { node: string; port: string; side: Dragged["side"] }, after: number): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    if (useUi.getState().dragged || !element.isConnected) return;
    const { left, top, bottom, width } = element.getBoundingClientRect();
    useUi.setState({ hovered: { ...port, x: left + width / 2, y: port.side === "input" ? top : bottom } });
  }, after);
}

function hush(): void {
  clearTimeout(waiting);
  if (useUi.getState().hovered) useUi.setState({ hovered: null });
}
