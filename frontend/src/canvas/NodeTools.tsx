/** The small toolbar beside the one selected card. */

import { type Align, NodeToolbar, Position, useStore } from "@xyflow/react";
import { ActionIcon } from "../actions/ActionIcon";
import { deleteSelection } from "../actions/delete";
import { duplicate } from "../actions/duplicate";
import { mute } from "../actions/mute";
import { openResult } from "../actions/openResult";
import { runToHere } from "../actions/runToHere";
import { NODE_HEIGHT } from "../graph/sizes";
import { useDesign } from "../stores/design";
import { useUi } from "../stores/ui";
import { currentView } from "./viewing";

const ACTIONS = [runToHere, openResult, mute, duplicate, deleteSelection];

/** Half the height of the toolbar, and a little more. */
const HALF = 90;

/** Beside the middle of the card, but never out of the canvas. */
function alignment(id: string | null, [, top, zoom]: [number, number, number], height: number): Align {
  const node = id === null ? undefined : currentView()?.design.nodes[id];
  if (!node) return "center";
  const middle = top + (node.y + NODE_HEIGHT / 2) * zoom;
  if (middle < HALF) return "start";
  return middle > height - HALF ? "end" : "center";
}

export function NodeTools() {
  const only = useUi((ui) => (ui.selection.length === 1 ? ui.selection[0]! : null));
  const exists = useDesign(({ document }) => only !== null && document?.nodes[only] !== undefined);
  const align = useStore((store) => alignment(only, store.transform, store.height));
  if (!only || !exists) return null;
  return (
    <NodeToolbar nodeId={only} isVisible position={Position.Right} align={align} offset={14}>
      <div className="floating node-tools" role="toolbar">
        {ACTIONS.map((action) => (
          <ActionIcon key={action.id} action={action} size={28} />
        ))}
      </div>
    </NodeToolbar>
  );
}
