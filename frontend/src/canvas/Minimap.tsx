/** The whole design, small: drawn on one canvas element, since an element per node is what makes minimaps slow. */

import { useMantineColorScheme } from "@mantine/core";
import { useReactFlow, useStore } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { Problem, Step } from "../api/types";
import { connections } from "../graph/ports";
import { NODE_HEIGHT, NODE_WIDTH } from "../graph/sizes";
import type { Design } from "../graph/types";
import { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { useRun } from "../stores/run";
import { useUi } from "../stores/ui";
import { useView } from "./viewing";

const WIDTH = 136;
const HEIGHT = 112;
const MARGIN = 40;

interface Frame {
  x: number;
  y: number;
  scale: number;
}

export function Minimap() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<Frame>({ x: 0, y: 0, scale: 1 });
  const design = useView()?.design ?? null;
  const problems = useDesign((store) => store.analysis?.problems);
  const steps = useRun((store) => store.steps);
  const selection = useUi((ui) => ui.selection);
  const { colorScheme } = useMantineColorScheme();
  const [x, y, zoom] = useStore((store) => store.transform);
  const [width, height] = [useStore((store) => store.width), useStore((store) => store.height)];
  const { setCenter, getZoom } = useReactFlow();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colour scheme decides the colours that are read
  useEffect(() => {
    const view = { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
    const drawing = requestAnimationFrame(() => {
      if (canvas.current && design) frame.current = draw(canvas.current, { design, problems, steps, selection, view });
    });
    return () => cancelAnimationFrame(drawing);
  }, [design, problems, steps, selection, x, y, zoom, width, height, colorScheme]);

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

interface Scene {
  design: Design;
  problems: Problem[] | undefined;
  steps: Record<string, Step>;
  selection: string[];
  view: { x: number; y: number; width: number; height: number };
}

function draw(canvas: HTMLCanvasElement, scene: Scene): Frame {
  const pen = canvas.getContext("2d")!;
  const frame = frameOf(scene.design);
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.setTransform(2 * frame.scale, 0, 0, 2 * frame.scale, -2 * frame.scale * frame.x, -2 * frame.scale * frame.y);
  const styles = getComputedStyle(canvas);
  const colour = (name: string) => styles.getPropertyValue(name).trim();
  drawEdges(pen, scene.design, colour("--edge-dataset"), 1 / frame.scale);
  drawNodes(pen, scene, colour);
  drawView(pen, scene.view, colour("--pen-text"), 1 / frame.scale);
  return frame;
}

function frameOf(design: Design): Frame {
  const nodes = Object.values(design.nodes);
  const [left, top] = [Math.min(...nodes.map(({ x }) => x)), Math.min(...nodes.map(({ y }) => y))];
  const right = Math.max(...nodes.map(({ x }) => x)) + NODE_WIDTH;
  const bottom = Math.max(...nodes.map(({ y }) => y)) + NODE_HEIGHT;
  const scale = Math.min(WIDTH / (right - left + 2 * MARGIN), HEIGHT / (bottom - top + 2 * MARGIN), 0.16);
  return { x: (left + right) / 2 - WIDTH / 2 / scale, y: (top + bottom) / 2 - HEIGHT / 2 / scale, scale };
}

function drawEdges(pen: CanvasRenderingContext2D, design: Design, colour: string, width: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  for (const { source, target } of connections(design)) {
    const [from, to] = [design.nodes[source], design.nodes[target]];
    if (!from || !to) continue;
    pen.moveTo(from.x + NODE_WIDTH / 2, from.y + NODE_HEIGHT);
    pen.lineTo(from.x + NODE_WIDTH / 2, to.y - 16);
    pen.lineTo(to.x + NODE_WIDTH / 2, to.y - 16);
    pen.lineTo(to.x + NODE_WIDTH / 2, to.y);
  }
  pen.stroke();
}

function drawNodes(pen: CanvasRenderingContext2D, scene: Scene, colour: (name: string) => string): void {
  const wrong = new Set(scene.problems?.map((problem) => problem.node));
  const selected = new Set(scene.selection);
  const palette = new Map<string, string>();
  for (const [id, node] of Object.entries(scene.design.nodes)) {
    const name = selected.has(id)
      ? "--pen"
      : wrong.has(id)
        ? "--marker-line"
        : STATE_COLOUR[scene.steps[id]?.state ?? ""];
    const token = name ?? "--bar-soft";
    if (!palette.has(token)) palette.set(token, colour(token));
    pen.fillStyle = palette.get(token)!;
    pen.beginPath();
    pen.roundRect(node.x, node.y, NODE_WIDTH, NODE_HEIGHT, 12);
    pen.fill();
  }
}

const STATE_COLOUR: Record<string, string> = {
  succeeded: "--green-line",
  reused: "--green-line",
  failed: "--red",
  running: "--pen",
};

function drawView(pen: CanvasRenderingContext2D, view: Scene["view"], colour: string, width: number): void {
  pen.fillStyle = colour;
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.globalAlpha = 0.07;
  pen.fillRect(view.x, view.y, view.width, view.height);
  pen.globalAlpha = 1;
  pen.strokeRect(view.x, view.y, view.width, view.height);
}
