/** The lines that show what a dragged card is in line with. */

import { ViewportPortal } from "@xyflow/react";
import { useAlignmentGuides } from "./dragCards";
import "./canvas.css";

export function HelperLines() {
  const lines = useAlignmentGuides();
  if (lines.length === 0) return null;
  return (
    <ViewportPortal>
      {lines.map(({ vertical, position, from, to }) => (
        <div
          key={`${vertical} ${position}`}
          className="helper-line"
          style={
            vertical
              ? { left: position, top: from, width: "var(--thin)", height: to - from }
              : { left: from, top: position, width: to - from, height: "var(--thin)" }
          }
        />
      ))}
    </ViewportPortal>
  );
}
