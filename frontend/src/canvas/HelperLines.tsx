/** The lines that show what a dragged card is in line with. */

import { ViewportPortal } from "@xyflow/react";
import { useGuides } from "./dragging";

export function HelperLines() {
  const lines = useGuides();
  if (lines.length === 0) return null;
  return (
    <ViewportPortal>
      {lines.map(({ upright, at, from, to }) => (
        <div
          key={`${upright} ${at}`}
          className="helper-line"
          style={
            upright
              ? { left: at, top: from, width: "var(--thin)", height: to - from }
              : { left: from, top: at, width: to - from, height: "var(--thin)" }
          }
        />
      ))}
    </ViewportPortal>
  );
}
