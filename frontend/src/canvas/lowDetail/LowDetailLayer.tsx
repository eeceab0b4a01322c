/** Many cards seen from afar: one drawing under the elements of the page, which stay what is pointed at and named. */

import { useComputedColorScheme } from "@mantine/core";
import { type ReactFlowState, useStoreApi } from "@xyflow/react";
import { useEffect, useRef, useState } from "react";
import { useCatalog } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { useRun } from "../../stores/runStore";
import { useUi } from "../../stores/uiStore";
import type { DataEdgeType } from "../DataEdge";
import type { CardNodeType } from "../toReactFlow";
import { LowDetailRenderer } from "./LowDetailRenderer";
import type { LowDetailViewport } from "./tileCache";
import "../canvas.css";

interface Props {
  nodes: CardNodeType[];
  edges: DataEdgeType[];
}

export function LowDetailLayer({ nodes, edges }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [easel] = useState(() => new LowDetailRenderer());
  const store = useStoreApi();
  const far = useUi((ui) => ui.detail === "far");
  const analysis = useDesign((design) => design.analysis);
  const document = useDesign((design) => design.document);
  const steps = useRun((run) => run.steps);
  const library = useCatalog((known) => known.modules);
  const datasets = useCatalog((known) => known.datasets);
  const scheme = useComputedColorScheme();

  useEffect(() => {
    easel.setViewport(toLowDetailViewport(store.getState()));
    return store.subscribe((state) => easel.setViewport(toLowDetailViewport(state)));
  }, [easel, store]);
  useEffect(() => easel.setElements(nodes, edges), [easel, nodes, edges]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: all of them decide what is drawn
  useEffect(() => easel.scheduleInvalidate(), [easel, analysis, document, steps, library, datasets]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the color scheme decides the colors that are read
  useEffect(() => easel.resetColors(), [easel, scheme]);
  useEffect(() => easel.setShown(far), [easel, far]);
  useEffect(() => onFontsLoaded(() => easel.scheduleInvalidate()), [easel]);
  useEffect(() => {
    easel.attach(canvas.current);
    return () => easel.attach(null);
  }, [easel]);
  return (
    <div className="far-paper" aria-hidden="true">
      <canvas ref={canvas} />
    </div>
  );
}

const toLowDetailViewport = ({ transform: [x, y, zoom], width, height }: ReactFlowState): LowDetailViewport => ({
  x,
  y,
  zoom,
  width,
  height,
});

function onFontsLoaded(act: () => void): () => void {
  document.fonts.addEventListener("loadingdone", act);
  return () => document.fonts.removeEventListener("loadingdone", act);
}
