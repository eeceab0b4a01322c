/** The small toolbar beside the one selected card. */

import { type Align, NodeToolbar, Position, useStore } from "@xyflow/react";
import { deleteSelectionAction } from "../../actions/deleteSelection";
import { disableAction } from "../../actions/disableSelection";
import { duplicateAction } from "../../actions/duplicateSelection";
import { openResultAction } from "../../actions/openResult";
import { runToHereAction } from "../../actions/runToHere";
import { getVisibleGraph } from "../../canvas/useVisibleGraph";
import { NODE_HEIGHT } from "../../graph/cardSizes";
import { useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import { ActionIcon } from "../../ui/actions/ActionIcon";
import "../../canvas/floating.css";
import "./nodeTools.css";

const NODE_ACTIONS = [runToHereAction, openResultAction, disableAction, duplicateAction, deleteSelectionAction];

/** Half the height of the toolbar, and a little more. */
const HALF_TOOLBAR_HEIGHT = 90;

/** Beside the middle of the card, but never out of the canvas. */
function chooseAlignment(id: string | null, [, top, zoom]: [number, number, number], height: number): Align {
  const node = id === null ? undefined : getVisibleGraph()?.design.nodes[id];
  if (!node) return "center";
  const middle = top + (node.y + NODE_HEIGHT / 2) * zoom;
  if (middle < HALF_TOOLBAR_HEIGHT) return "start";
  return middle > height - HALF_TOOLBAR_HEIGHT ? "end" : "center";
}

export function NodeTools() {
  const only = useUi((ui) => (ui.selection.length === 1 ? ui.selection[0]! : null));
  const exists = useDesign(({ document }) => only !== null && document?.nodes[only] !== undefined);
  const align = useStore((store) => chooseAlignment(only, store.transform, store.height));
  if (!only || !exists) return null;
  return (
    <NodeToolbar nodeId={only} isVisible position={Position.Right} align={align} offset={14}>
      <div className="floating selection-tools" role="toolbar">
        {NODE_ACTIONS.map((action) => (
          <ActionIcon key={action.id} action={action} size={28} />
        ))}
      </div>
    </NodeToolbar>
  );
}
