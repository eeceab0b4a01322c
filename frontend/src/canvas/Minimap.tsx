/**
 * The whole design, small, while part of it is out of sight: drawn on one canvas element, since an element per node is
 * what makes minimaps slow.
 */

import { useComputedColorScheme } from "@mantine/core";
import { useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import { appTexts } from "../messages/appTexts";
import { useDesign } from "../stores/designStore";
import { useRun } from "../stores/runStore";
import { useUi } from "../stores/uiStore";
import { createColorReader } from "./colorTokens";
import {
  computeBoundingBox,
  createMinimapCanvas,
  isInVisibleArea,
  listAllCards,
  type MinimapTransform,
  paintMinimap,
  paintVisibleArea,
} from "./minimapRenderer";
import { useVisibleGraph } from "./useVisibleGraph";
import "./floating.css";

const MINIMAP_WIDTH = 136;
const MINIMAP_HEIGHT = 112;

export function Minimap() {
  const view = useVisibleGraph();
  const all = useMemo(() => view && computeBoundingBox(listAllCards(view)), [view]);
  const hides = useStore(
    ({ transform, width, height }) =>
      all !== null && width > 0 && !isInVisibleArea(all, toVisibleArea(transform, width, height)),
  );
  return hides && <MinimapCanvas />;
}

/** What is to be seen of the paper. */
function toVisibleArea([x, y, zoom]: readonly [number, number, number], width: number, height: number) {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

function MinimapCanvas() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useMinimapDrawing(canvas);
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
        width={MINIMAP_WIDTH * 2}
        height={MINIMAP_HEIGHT * 2}
        style={{ width: MINIMAP_WIDTH, height: MINIMAP_HEIGHT }}
        onPointerDown={go}
        onPointerMove={go}
        role="img"
        aria-label={appTexts.canvas.minimap}
      />
    </div>
  );
}

/** Keeps the drawing right: the design is drawn when it changes, and where one is on it with every move. */
function useMinimapDrawing(canvas: React.RefObject<HTMLCanvasElement | null>): React.RefObject<MinimapTransform> {
  const frame = useRef<MinimapTransform>({ x: 0, y: 0, scale: 1 });
  const drawing = useRef<HTMLCanvasElement>(null);
  const stale = useRef(true);
  const colors = useRef(new Map<string, string>());
  const view = useVisibleGraph();
  const design = useDesign(({ document }) => document);
  const problems = useDesign(({ analysis }) => analysis?.problems);
  const steps = useRun((store) => store.steps);
  const selection = useUi((ui) => ui.selection);
  const scheme = useComputedColorScheme();
  const transform = useStore((store) => store.transform);
  const [width, height] = [useStore((store) => store.width), useStore((store) => store.height)];

  // biome-ignore lint/correctness/useExhaustiveDependencies: the color scheme decides the colors that are read
  useEffect(() => colors.current.clear(), [scheme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => {
    stale.current = true;
  }, [design, view, problems, steps, selection, scheme]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => {
    const due = requestAnimationFrame(() => {
      if (!canvas.current || !design || !view) return;
      const color = createColorReader(canvas.current, colors.current);
      drawing.current ??= createMinimapCanvas(MINIMAP_WIDTH, MINIMAP_HEIGHT);
      if (stale.current)
        frame.current = paintMinimap(drawing.current, { design, view, problems, steps, selection }, color);
      stale.current = false;
      const at = toVisibleArea(transform, width, height);
      paintVisibleArea(canvas.current, drawing.current, frame.current, at, color("--pen-text"));
    });
    return () => cancelAnimationFrame(due);
  }, [design, view, problems, steps, selection, transform, width, height, scheme]);
  return frame;
}
