/** Zoom, fit and tidy up, at the lower left of the canvas. */

import { useStore } from "@xyflow/react";
import { askAssistantActions } from "../../actions/askAssistant";
import { autoLayoutAction } from "../../actions/autoLayout";
import { fitAction } from "../../actions/fitView";
import { zoomInAction } from "../../actions/zoomIn";
import { zoomOutAction } from "../../actions/zoomOut";
import { zoomToFullAction } from "../../actions/zoomToFull";
import { appTexts } from "../../messages/appTexts";
import { ActionIcon } from "../../ui/actions/ActionIcon";
import { isOffered } from "../../ui/actions/action";
import "../../canvas/floating.css";
import "./canvasControls.css";

export function Controls() {
  const zoom = useStore((store) => Math.round(store.transform[2] * 100));
  return (
    <div className="floating controls" role="toolbar" aria-label={appTexts.canvas.zoom}>
      <ActionIcon action={zoomOutAction} size={28} />
      <button
        type="button"
        className="controls-zoom"
        onClick={() => void zoomToFullAction.perform()}
        title={zoomToFullAction.name}
      >
        {zoom} %
      </button>
      <ActionIcon action={zoomInAction} size={28} />
      <span className="controls-rule" />
      <ActionIcon action={fitAction} size={28} />
      <ActionIcon action={autoLayoutAction} size={28} />
      {askAssistantActions.filter(isOffered).map((action) => (
        <ActionIcon key={action.id} action={action} size={28} />
      ))}
    </div>
  );
}
