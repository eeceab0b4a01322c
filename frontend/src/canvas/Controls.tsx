/** Zoom, fit and tidy up, at the lower left of the canvas. */

import { useStore } from "@xyflow/react";
import { ActionIcon } from "../actions/ActionIcon";
import { autoLayout } from "../actions/autoLayout";
import { fit } from "../actions/fit";
import { zoomIn } from "../actions/zoomIn";
import { zoomOut } from "../actions/zoomOut";
import { zoomToFull } from "../actions/zoomToFull";
import { text } from "../messages/en";

export function Controls() {
  const zoom = useStore((store) => Math.round(store.transform[2] * 100));
  return (
    <div className="floating controls" role="toolbar" aria-label={text.canvas.zoom}>
      <ActionIcon action={zoomOut} size={28} />
      <button type="button" className="controls-zoom" onClick={() => void zoomToFull.perform()} title={zoomToFull.name}>
        {zoom} %
      </button>
      <ActionIcon action={zoomIn} size={28} />
      <span className="rule" />
      <ActionIcon action={fit} size={28} />
      <ActionIcon action={autoLayout} size={28} />
    </div>
  );
}
