/** Whether Space is held to move the canvas, which then takes the mouse from what stands on it. */

import { useEffect, useState } from "react";

const BUSY = "input, textarea, select, button, a, [contenteditable=true], [role=tree], [role=dialog], .cm-editor";

export function useSpaceHeld(): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== " " || event.repeat || (event.target as Element | null)?.closest?.(BUSY)) return;
      setHeld(true);
    };
    const release = (event: KeyboardEvent) => event.key === " " && setHeld(false);
    const leave = () => setHeld(false);
    addEventListener("keydown", press);
    addEventListener("keyup", release);
    addEventListener("blur", leave);
    return () => {
      removeEventListener("keydown", press);
      removeEventListener("keyup", release);
      removeEventListener("blur", leave);
    };
  }, []);
  return held;
}
