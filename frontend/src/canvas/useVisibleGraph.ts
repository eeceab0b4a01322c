/** What the canvas shows now, made once for each state of design, catalog and opened group. */

import { buildVisibleGraph, type VisibleGraph } from "../graph/visibleGraph";
import { useCatalog } from "../stores/catalogStore";
import { useDesign } from "../stores/designStore";
import { useUi } from "../stores/uiStore";

let cachedGraph: { document: object; modules: object; opened: string | null; view: VisibleGraph } | null = null;

export function getVisibleGraph(): VisibleGraph | null {
  const { document } = useDesign.getState();
  const { modules } = useCatalog.getState();
  const { openedGroup } = useUi.getState();
  if (!document) return null;
  if (cachedGraph?.document !== document || cachedGraph.modules !== modules || cachedGraph.opened !== openedGroup) {
    cachedGraph = { document, modules, opened: openedGroup, view: buildVisibleGraph(document, modules, openedGroup) };
  }
  return cachedGraph.view;
}

export function useVisibleGraph(): VisibleGraph | null {
  useDesign(({ document }) => document);
  useCatalog(({ modules }) => modules);
  useUi(({ openedGroup }) => openedGroup);
  return getVisibleGraph();
}
