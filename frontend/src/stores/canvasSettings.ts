/** How the canvas is moved by hand; kept in this browser. */

import { create } from "zustand";

/** What the wheel, or two fingers on a touchpad, do: the other is done with Ctrl. */
export type WheelMode = "zoom" | "pan";

const KEY = "designery:wheel";

export const useCanvasSettings = create<{ wheel: WheelMode }>(() => ({ wheel: readWheelMode() }));

function readWheelMode(): WheelMode {
  try {
    return localStorage.getItem(KEY) === "pan" ? "pan" : "zoom";
  } catch {
    return "zoom";
  }
}

export function setWheelMode(wheel: WheelMode): void {
  useCanvasSettings.setState({ wheel });
  try {
    localStorage.setItem(KEY, wheel);
  } catch {
    // Without storage it lasts as long as the page.
  }
}
