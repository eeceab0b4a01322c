/** Cards in sight while a panel opens below the canvas. */

import { useLayoutEffect } from "react";
import { ensureVisible } from "../../canvas/viewport";
import { useUi } from "../../stores/uiStore";

/**
 * The panel takes a part of the canvas: the card that was worked on, or that the panel speaks of, should not be under it.
 * The canvas moves with the click that opens the panel, and not once its code has come: by then the next click is on its way.
 */
export function usePanelScroll(): void {
  const isOpen = useUi((ui) => ui.bottomTab !== null);
  const result = useUi((ui) => (ui.bottomTab === "results" ? ui.result : null));
  useLayoutEffect(() => {
    const [selected] = isOpen ? useUi.getState().selection : [];
    if (selected !== undefined) ensureVisible(selected);
  }, [isOpen]);
  useLayoutEffect(() => {
    if (result) ensureVisible(result.node);
  }, [result]);
}
