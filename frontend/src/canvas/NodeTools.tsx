/** The small toolbar beside the one selected card. */

import { NodeToolbar, Position } from "@xyflow/react";
import { ActionIcon } from "../actions/ActionIcon";
import { deleteSelection } from "../actions/delete";
import { duplicate } from "../actions/duplicate";
import { openResult } from "../actions/openResult";
import { runToHere } from "../actions/runToHere";
import { toggleDisabled } from "../actions/toggleDisabled";
import { useDesign } from "../stores/design";
import { useUi } from "../stores/ui";

const ACTIONS = [runToHere, openResult, toggleDisabled, duplicate, deleteSelection];

export function NodeTools() {
  const only = useUi((ui) => (ui.selection.length === 1 ? ui.selection[0]! : null));
  const exists = useDesign(({ document }) => only !== null && document?.nodes[only] !== undefined);
  if (!only || !exists) return null;
  return (
    <NodeToolbar nodeId={only} isVisible position={Position.Right} align="center" offset={14}>
      <div className="floating node-tools" role="toolbar">
        {ACTIONS.map((action) => (
          <ActionIcon key={action.id} action={action} size={28} />
        ))}
      </div>
    </NodeToolbar>
  );
}
