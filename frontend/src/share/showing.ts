/** Puts a shared design where the cards of the canvas look for it: nothing here can be saved or sent. */

import type { Catalog, Step } from "../api/types";
import { icons } from "../canvas/ModuleIcon";
import { placed } from "../graph/places";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { useRun } from "../stores/run";
import { resetUi, select, useUi } from "../stores/ui";
import type { SharedDesign, SharedStep } from "./visit";

export async function show({ document, modules, steps }: SharedDesign): Promise<void> {
  await icons();
  const chosen = useUi.getState().selection.filter((node) => document.nodes[node]);
  resetUi();
  select(chosen);
  const catalog: Catalog = { modules, accepts: {} as Catalog["accepts"] };
  const known = new Map(modules.map((module) => [module.name, module]));
  for (const module of modules) {
    for (const former of module.replaces) if (!known.has(former)) known.set(former, module);
  }
  useLibrary.setState({ catalog, modules: known, datasets: new Map() });
  showSteps(steps);
  useDesign.setState({ id: null, document: placed(document), replica: null, analysis: null, trusted: true });
}

export const showSteps = (steps: SharedStep[]): void =>
  useRun.setState({ run: null, steps: Object.fromEntries(steps.map((step) => [step.node, whole(step)])) });

/** A step as the cards want it; what is not told to visitors is empty. */
function whole(step: SharedStep): Step {
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
