/** A port on a card: its shape, its 28 px hit area, and how it looks while an edge is being drawn. */

import { Handle, Position } from "@xyflow/react";
import { memo } from "react";
import type { Port } from "../api/apiTypes";
import { computePortX } from "../graph/cardSizes";
import { resolveGroupPort } from "../graph/visibleGraph";
import { appTexts } from "../messages/appTexts";
import { type DraggedPort, showResult, useUi } from "../stores/uiStore";
import { PortShape } from "../ui/PortShape";
import { isClick, rememberPress } from "./clickVsDrag";
import { toPortKey, useCompatiblePorts } from "./compatiblePorts";
import { openConnectDialog } from "./openConnectDialog";
import { finishEdgeAtPort } from "./portFocus";
import "./ports.css";

interface Props {
  node: string;
  port: Port;
  side: DraggedPort["side"];
  index: number;
  of: number;
  /** What the input is connected to, in words. */
  from: string | null;
}

export const PortHandle = memo(function PortHandle({ node, port, side, index, of, from }: Props) {
  const fit = useCompatiblePorts((fitting) => (fitting ? fitting.has(toPortKey(node, side, port.name)) : null));
  const inside = resolveGroupPort(node, port.name);
  const own = useUi(
    ({ draggedPort }) =>
      draggedPort?.node === inside.node && draggedPort.port === inside.port && draggedPort.side === side,
  );
  const input = side === "input";
  const label = input
    ? appTexts.canvas.input(port.title, port.type, from)
    : appTexts.canvas.output(port.title, port.type);
  const more = (port.optional ? `, ${appTexts.canvas.optional}` : "") + (port.many ? `, ${appTexts.canvas.many}` : "");
  const state = own || fit === null ? "" : fit ? "port-fits" : "port-faded";
  const show = () => {
    hidePortTooltip();
    showResult(inside.node, inside.port);
  };
  const press = () => {
    if (useUi.getState().keyboardEdge) finishEdgeAtPort();
    else if (input) openConnectDialog({ ...inside, type: port.type, side });
    else show();
  };
  return (
    <Handle
      type={input ? "target" : "source"}
      position={input ? Position.Top : Position.Bottom}
      id={port.name}
      className={`port ${state}`}
      style={{ left: computePortX(index, of) }}
      aria-label={label + more}
      role="button"
      tabIndex={input ? -1 : 0}
      onPointerDown={rememberPress}
      onPointerEnter={(event) => showPortTooltip(event.currentTarget, { ...inside, side }, HOVER_DELAY)}
      onPointerLeave={hidePortTooltip}
      onFocus={(event) =>
        event.currentTarget.matches(":focus-visible") && showPortTooltip(event.currentTarget, { ...inside, side }, 0)
      }
      onBlur={hidePortTooltip}
      onClick={input ? undefined : (event) => isClick(event) && show()}
      onKeyDown={(event) => event.key === "Enter" && press()}
    >
      <PortShape type={port.type} size={14} rim />
    </Handle>
  );
});

/** Pointed at for so long, a port says what it is. */
const HOVER_DELAY = 350;
let hoverTimer: ReturnType<typeof setTimeout> | undefined;

function showPortTooltip(
  element: Element,
  port: { node: string; port: string; side: DraggedPort["side"] },
  after: number,
): void {
  clearTimeout(hoverTimer);
  hoverTimer = setTimeout(() => {
    if (useUi.getState().draggedPort || !element.isConnected) return;
    const { left, top, bottom, width } = element.getBoundingClientRect();
    useUi.setState({ hoveredPort: { ...port, x: left + width / 2, y: port.side === "input" ? top : bottom } });
  }, after);
}

function hidePortTooltip(): void {
  clearTimeout(hoverTimer);
  if (useUi.getState().hoveredPort) useUi.setState({ hoveredPort: null });
}
