/** The left edge of the pane of code: drawn by hand or moved by the arrow keys, it makes the pane wider; the width is kept. */

import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useState } from "react";
import { preserveCanvasCenter } from "../../canvas/viewport";
import { codePaneTexts as texts } from "../../messages/codePaneTexts";

const WIDTH_KEY = "designery:code-width";
const USUAL = 560;
const NARROWEST = 360;
const STEP = 40;

const getWidest = (): number => Math.max(NARROWEST, Math.round(innerWidth * 0.6));
const limit = (width: number): number => Math.min(Math.max(Math.round(width), NARROWEST), getWidest());
const readWidth = (): number => limit(Number(localStorage.getItem(WIDTH_KEY)) || USUAL);

export function PaneEdge() {
  const [width, setWidth] = useState(readWidth);
  useLayoutEffect(() => {
    document.documentElement.style.setProperty("--code-width", `${width}px`);
    preserveCanvasCenter();
  }, [width]);
  const choose = (wanted: number) => {
    localStorage.setItem(WIDTH_KEY, `${limit(wanted)}`);
    setWidth(limit(wanted));
  };
  const draw = (event: PointerEvent) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) choose(innerWidth - event.clientX);
  };
  const step = ({ key }: KeyboardEvent) => {
    if (key === "ArrowLeft") choose(width + STEP);
    else if (key === "ArrowRight") choose(width - STEP);
  };
  return (
    <div
      className="code-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={texts.width}
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={getWidest()}
      tabIndex={0}
      title={texts.widthHelp}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={draw}
      onDoubleClick={() => choose(USUAL)}
      onKeyDown={step}
    />
  );
}
