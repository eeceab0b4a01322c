/** Many cards seen from afar: one drawing under the elements of the page, which stay what is pointed at and named. */

import { useComputedColorScheme } from "@mantine/core";
import { type ReactFlowState, useStoreApi } from "@xyflow/react";
import { useEffect, useRef, useState } from "react";
import { useDesign } from "../../stores/design";
import { useLibrary } from "../../stores/library";
import { useRun } from "../../stores/run";
import { useUi } from "../../stores/ui";
import type { DataEdgeType } from "../DataEdge";
import type { CardNodeType } from "../elements";
import { Easel } from "./easel";
import type { Sight } from "./sheets";

interface Props {
  nodes: CardNodeType[];
  edges: DataEdgeType[];
}

export function FarPaper({ nodes, edges }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [easel] = useState(() => new Easel());
  const store = useStoreApi();
  const far = useUi((ui) => ui.detail === "far");
  const analysis = useDesign((design) => design.analysis);
  const document = useDesign((design) => design.document);
  const steps = useRun((run) => run.steps);
  const library = useLibrary((known) => known.modules);
  const datasets = useLibrary((known) => known.datasets);
  const scheme = useComputedColorScheme();

  useEffect(() => {
    easel.look(sightOf(store.getState()));
    return store.subscribe((state) => easel.look(sightOf(state)));
  }, [easel, store]);
  useEffect(() => easel.place(nodes, edges), [easel, nodes, edges]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: all of them decide what is drawn
  useEffect(() => easel.renew(), [easel, analysis, document, steps, library, datasets]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colour scheme decides the colours that are read
  useEffect(() => easel.recolour(), [easel, scheme]);
  useEffect(() => easel.show(far), [easel, far]);
  useEffect(() => whenTypefacesCome(() => easel.renew()), [easel]);
  useEffect(() => {
    easel.stand(canvas.current);
    return () => easel.stand(null);
  }, [easel]);
  return (
    <div className="far-paper" aria-hidden="true">
      <canvas ref={canvas} />
    </div>
  );
}

const sightOf = ({ transform: [x, y, zoom], width, height }: ReactFlowState): Sight => ({ x, y, zoom, width, height });

function whenTypefacesCome(act: () => void): () => void {
  document.fonts.addEventListener("loadingdone", act);
  return () => document.fonts.removeEventListener("loadingdone", act);
}
