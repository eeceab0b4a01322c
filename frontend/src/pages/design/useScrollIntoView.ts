/** A card in sight. */

import { useEffect } from "react";
import { ensureVisible } from "../../canvas/viewport";

/** The panel has taken a part of the canvas: the card that was worked on, or that it speaks of, should not be under it. */
export function useScrollIntoView(node: string | undefined): void {
  useEffect(() => {
    if (node === undefined) return;
    const later = requestAnimationFrame(() => ensureVisible(node));
    return () => cancelAnimationFrame(later);
  }, [node]);
}
