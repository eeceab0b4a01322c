/** What an empty design says. */

import { text } from "../messages/en";

export function EmptyCanvas() {
  return (
    <div className="canvas-empty">
      <p className="canvas-empty-title">{text.canvas.empty}</p>
      <p>{text.canvas.emptyHow}</p>
    </div>
  );
}
