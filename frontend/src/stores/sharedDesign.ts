/** Puts a shared design where the cards of the canvas look for it: nothing here can be saved or sent. */

import type { Catalog, Step } from "../api/apiTypes";
import type { SharedDesign, SharedStep } from "../api/guestSession";
import { placeUnplacedNodes } from "../graph/initialPositions";
import { useCatalog } from "./catalogStore";
import { useDesign } from "./designStore";
import { useRun } from "./runStore";
import { resetUi, selectCards, useUi } from "./uiStore";

export function loadSharedDesign({ document, modules, steps }: SharedDesign): void {
  const chosen = useUi.getState().selection.filter((node) => document.nodes[node]);
  resetUi();
  selectCards(chosen);
  const catalog: Catalog = { modules, accepts: {} as Catalog["accepts"] };
  const known = new Map(modules.map((module) => [module.name, module]));
  for (const module of modules) {
    for (const former of module.replaces) if (!known.has(former)) known.set(former, module);
  }
  useCatalog.setState({ catalog, modules: known, datasets: new Map() });
  loadSharedSteps(steps);
  useDesign.setState({
    id: null,
    document: placeUnplacedNodes(document),
    localCopy: null,
    analysis: null,
    trusted: true,
  });
}

export const loadSharedSteps = (steps: SharedStep[]): void =>
  useRun.setState({ run: null, steps: Object.fromEntries(steps.map((step) => [step.node, toStep(step)])) });

/** A step as the cards want it; what is not told to visitors is empty. */
function toStep(step: SharedStep): Step {
  return {
    ...step,
    state: "succeeded",
    reason: null,
    attempt: 1,
    started_at: null,
    finished_at: null,
    reused_from: null,
    progress: null,
    error: null,
  };
}
