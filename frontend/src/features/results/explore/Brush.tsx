/** A box over a chart: dragged by the pointer, or moved by the arrow keys. */

import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { exploreTexts as texts } from "../../../messages/chartTexts";
import type { Domain } from "../../../ui/charts/chartScale";
import type { PlotScales } from "../../../ui/charts/Plot";
import { type BrushBox, moveBoxByKey } from "./brushSelection";

interface Props {
  scales: PlotScales;
  x: Domain;
  /** Null where only a range across is chosen. */
  y: Domain | null;
  box: BrushBox | null;
  /** Steps of the keyboard from one end of an axis to the other. */
  steps: number;
  onChange: (box: BrushBox | null) => void;
}

/** A drag shorter than this is a click, which takes the box away. */
const LEAST = 4;

export function Brush({ scales, x, y, box, steps, onChange }: Props) {
  const start = useRef<[number, number] | null>(null);
  const { left, top, right, bottom } = scales.box;
  const valueAt = ([low, high]: Domain, share: number) => low + Math.min(1, Math.max(0, share)) * (high - low);
  const placeOf = (event: PointerEvent): [number, number] => {
    const area = event.currentTarget.getBoundingClientRect();
    return [(event.clientX - area.left) / area.width, 1 - (event.clientY - area.top) / area.height];
  };
  const drag = (event: PointerEvent) => {
    if (!start.current || event.buttons !== 1) return;
    const [from, to] = [start.current, placeOf(event)];
    if (Math.abs(to[0] - from[0]) * (right - left) < LEAST) return;
    const range = (domain: Domain, at: 0 | 1): Domain => [
      valueAt(domain, Math.min(from[at], to[at])),
      valueAt(domain, Math.max(from[at], to[at])),
    ];
    onChange({ x: range(x, 0), y: y && range(y, 1) });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape" && box) onChange(null);
    else if (event.key.startsWith("Arrow")) onChange(moveBoxByKey(box, event, x, y, steps));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const part = box && {
    left: scales.x(box.x[0]) - left,
    width: scales.x(box.x[1]) - scales.x(box.x[0]),
    top: box.y ? scales.y(box.y[1]) - top : 0,
    height: box.y ? scales.y(box.y[0]) - scales.y(box.y[1]) : bottom - top,
  };
  return (
    <div
      className="brush"
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by arrow keys
      tabIndex={0}
      aria-label={`${texts.brushLabel}. ${texts.brushKeys}`}
      title={texts.brush}
      style={{ left, top, width: right - left, height: bottom - top }}
      onKeyDown={press}
      onPointerDown={(event) => {
        start.current = placeOf(event);
        event.currentTarget.setPointerCapture(event.pointerId);
        if (box) onChange(null);
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        start.current = null;
      }}
    >
      {part && <div className="brush-box" style={part} />}
    </div>
  );
}
