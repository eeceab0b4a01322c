/** The one sign for all that has `tip()`: shown a moment after the pointer rests or the focus comes by keyboard. */

import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import "./tooltip.css";

const DELAY = 450;
const GAP = 5;
/** From the edge of the window. */
const MARGIN = 4;

export function TooltipHost() {
  const [of, show] = useState<HTMLElement | null>(null);
  useEffect(() => watchTooltipTargets(show), []);
  return of && createPortal(<TooltipSign key={of.dataset.tip} of={of} />, document.body);
}

/** Tells what is to be explained, null when it no longer is. Returns what ends it. */
function watchTooltipTargets(show: (of: HTMLElement | null) => void): () => void {
  let pointed: HTMLElement | null = null;
  let timer = 0;
  const point = (to: HTMLElement | null) => {
    if (to === pointed) return;
    pointed = to;
    clearTimeout(timer);
    show(null);
    if (to) timer = window.setTimeout(() => to.isConnected && show(to), DELAY);
  };
  const over = (event: PointerEvent) => point(event.pointerType === "touch" ? null : findTooltipTarget(event.target));
  const focus = (event: FocusEvent) =>
    point((event.target as HTMLElement).matches(":focus-visible") ? findTooltipTarget(event.target) : null);
  /** Pressed, it has been understood: it comes back only when pointed at anew. */
  const hide = () => {
    clearTimeout(timer);
    show(null);
  };
  const stop = new AbortController();
  const options = { signal: stop.signal, capture: true };
  document.addEventListener("pointerover", over, options);
  document.addEventListener("focusin", focus, options);
  document.addEventListener("pointerdown", hide, options);
  document.addEventListener("keydown", hide, options);
  document.addEventListener("wheel", hide, { ...options, passive: true });
  document.documentElement.addEventListener("pointerleave", () => point(null), { signal: stop.signal });
  addEventListener("blur", () => point(null), { signal: stop.signal });
  return () => {
    clearTimeout(timer);
    stop.abort();
  };
}

const findTooltipTarget = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>("[data-tip]") : null;

function TooltipSign({ of }: { of: HTMLElement }) {
  const sign = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (sign.current) placeTooltip(sign.current, of);
  }, [of]);
  return (
    <div ref={sign} className="tip" role="tooltip">
      {of.dataset.tip}
    </div>
  );
}

/** Beside the element, on the other side where there is no room, and within the window. */
function placeTooltip(sign: HTMLElement, of: HTMLElement): void {
  const { left, right, top, bottom, width, height } = of.getBoundingClientRect();
  const beside = of.dataset.tipSide === "right";
  const below = bottom + GAP + sign.offsetHeight <= innerHeight ? bottom + GAP : top - GAP - sign.offsetHeight;
  const x = beside ? right + GAP : left + (width - sign.offsetWidth) / 2;
  const y = beside ? top + (height - sign.offsetHeight) / 2 : below;
  sign.style.left = `${clampToWindow(x, innerWidth - sign.offsetWidth)}px`;
  sign.style.top = `${clampToWindow(y, innerHeight - sign.offsetHeight)}px`;
}

const clampToWindow = (place: number, most: number): number => Math.max(MARGIN, Math.min(place, most - MARGIN));
