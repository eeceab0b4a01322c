/**
 * The whole design, small, while part of it is out of sight: drawn on one canvas element, since an element per node is
 * what makes minimaps slow.
 */

import { useComputedColorScheme } from "@mantine/core";
import { useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { useRun } from "../stores/run";
import { useUi } from "../stores/ui";
import { colourOn } from "./colours";
import { around, drawScene, drawView, everything, type Frame, isSeen, paper } from "./overview";
import { useView } from "./viewing";

const WIDTH = 136;
const HEIGHT = 112;

export function Minimap() {
  const view = useView();
  const all = useMemo(() => view && around(everything(view)), [view]);
  const hides = useStore(
    ({ transform, width, height }) => all !== null && width > 0 && !isSeen(all, seen(transform, width, height)),
  );
  return hides && <Overview />;
}

/** What is to be seen of the paper. */
function seen([x, y, zoom]: readonly [number, number, number], width: number, height: number) {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

function Overview() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useDrawing(canvas);
  const { setCenter, getZoom } = useReactFlow();

  const go = (event: React.PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const box = event.currentTarget.getBoundingClientRect();
    const { x, y, scale } = frame.current;
    void setCenter((event.clientX - box.left) / scale + x, (event.clientY - box.top) / scale + y, { zoom: getZoom() });
  };
  return (
    <div className="floating minimap">
      <canvas
        ref={canvas}
        width={WIDTH * 2}
        height={HEIGHT * 2}
        style={{ width: WIDTH, height: HEIGHT }}
        onPointerDown={go}
        onPointerMove={go}
        role="img"
        aria-label={text.canvas.minimap}
      />
    </div>
  );
}

/** Keeps the drawing right: the design is drawn when it changes, and where one is on it with every move. */
function useDrawing(canvas: React.RefObject<HTMLCanvasElement | null>): React.RefObject<Frame> {
  const frame = useRef<Frame>({ x: 0, y: 0, scale: 1 });
  const drawing = useRef<HTMLCanvasElement>(null);
  const stale = useRef(true);
  const colours = useRef(new Map<string, string>());
  const view = useView();
  const design = useDesign(({ document }) => document);
  const problems = useDesign(({ analysis }) => analysis?.problems);
  const steps = useRun((store) => store.steps);
  const selection = useUi((ui) => ui.selection);
  const scheme = useComputedColorScheme();
  const transform = useStore((store) => store.transform);
  const [width, height] = [useStore((store) => store.width), useStore((store) => store.height)];

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colour scheme decides the colours that are read
  useEffect(() => colours.current.clear(), [scheme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => {
    stale.current = true;
  }, [design, view, problems, steps, selection, scheme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => {
    const due = requestAnimationFrame(() => {
      if (!canvas.current || !design || !view) return;
      const colour = colourOn(canvas.current, colours.current);
      drawing.current ??= paper(WIDTH, HEIGHT);
      if (stale.current)
        frame.current = drawScene(drawing.current, { design, view, problems, steps, selection }, colour);
      stale.current = false;
      const at = seen(transform, width, height);
      drawView(canvas.current, drawing.current, frame.current, at, colour("--pen-text"));
    });
    return () => cancelAnimationFrame(due);
  }, [design, view, problems, steps, selection, transform, width, height, scheme]);
  return frame;
}
