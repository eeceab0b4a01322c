/** The small toolbar beside the one selected card: it stays clear of notes, ports, labels and the edge of the canvas. */

import { useStore } from "@xyflow/react";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { deleteSelectionAction } from "../../actions/deleteSelection";
import { disableAction } from "../../actions/disableSelection";
import { duplicateAction } from "../../actions/duplicateSelection";
import { openResultAction } from "../../actions/openResult";
import { runToHereAction } from "../../actions/runToHere";
import { measureSurroundings, TOOLBAR_THICKNESS } from "../../canvas/toolbarSurroundings";
import { useVisibleGraph } from "../../canvas/useVisibleGraph";
import { placeToolbar, type ToolbarPlace } from "../../graph/toolbarPlacement";
import { useDesign } from "../../stores/designStore";
import { useRun } from "../../stores/runStore";
import { useUi } from "../../stores/uiStore";
import { ActionIcon } from "../../ui/actions/ActionIcon";
import "../../canvas/floating.css";
import "./nodeTools.css";

const NODE_ACTIONS = [runToHereAction, openResultAction, disableAction, duplicateAction, deleteSelectionAction];
const SIZE = { long: NODE_ACTIONS.length * 28 + 8, thick: TOOLBAR_THICKNESS };

export function NodeTools() {
  const only = useUi((ui) => (ui.selection.length === 1 ? ui.selection[0]! : null));
  const exists = useDesign(({ document }) => only !== null && document?.nodes[only] !== undefined);
  const dragged = useStore((store) => store.nodeLookup.get(only ?? "")?.dragging ?? false);
  const canvas = useStore((store) => store.domNode);
  if (!only || !exists || dragged || !canvas) return null;
  return createPortal(<PlacedTools key={only} card={only} />, canvas);
}

function PlacedTools({ card }: { card: string }) {
  const place = usePlace(card);
  if (!place) return null;
  const { left, top, upright } = place;
  return (
    <div
      className={`floating selection-tools ${upright ? "selection-tools-upright" : ""} nodrag nopan`}
      style={{ transform: `translate(${left}px, ${top}px)` }}
      role="toolbar"
      aria-orientation={upright ? "vertical" : "horizontal"}
    >
      {NODE_ACTIONS.map((action) => (
        <ActionIcon key={action.id} action={action} size={28} />
      ))}
    </div>
  );
}

/** Looked for whenever the view, the design or what stands beside its cards has changed. */
function usePlace(card: string): ToolbarPlace | null {
  const transform = useStore((store) => store.transform);
  const [width, height] = [useStore((store) => store.width), useStore((store) => store.height)];
  const view = useVisibleGraph();
  const steps = useRun((store) => store.steps);
  const tab = useUi((ui) => ui.bottomTab);
  const [place, setPlace] = useState<ToolbarPlace | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the surroundings are measured from
  useEffect(() => {
    const measured = measureSurroundings(card);
    setPlace(measured && placeToolbar(measured.card, SIZE, measured.around));
  }, [card, transform, width, height, view, steps, tab]);
  return place;
}
