/** The tabs of a result: what there is to see of each kind, and which one is shown. */

import type { ArtifactView, EvaluationView } from "../../api/artifactViews";
import { useModule } from "../../stores/catalogStore";
import { useRun } from "../../stores/runStore";
import { usePlotImages } from "./PlotImages";

export type ResultTab =
  | "job"
  | "trials"
  | "search"
  | "explanation"
  | "features"
  | "fairness"
  | "many_models"
  | "drawn"
  | "tree"
  | "effects"
  | "images"
  | "table"
  | "columns"
  | "chart"
  | "charts"
  | "why"
  | "numbers"
  | "model"
  | "rules"
  | "plots"
  | "log"
  | "file";

const RESULT_TABS: Record<string, ResultTab[]> = {
  dataset: ["table", "columns", "chart"],
  trained_model: ["model"],
  untrained_model: ["model"],
  transformation: ["rules"],
  image_directory: ["images"],
};

/** What a table is shown as besides its rows. */
const SHOWN_AS_TABS = {
  trials: "trials",
  search: "search",
  explanation: "explanation",
  fairness: "fairness",
  many_models: "many_models",
  chart: "drawn",
} as const;

const listTabs = (view: ArtifactView, node: string | undefined, plots: number, isCommand: boolean): ResultTab[] => [
  ...(isCommand ? (["job"] as ResultTab[]) : []),
  ...listResultViews(view).filter((tab) => !isCommand || tab !== "file"),
  ...(plots > 0 ? (["plots"] as ResultTab[]) : []),
  ...(node ? (["log"] as ResultTab[]) : []),
];

/** A tree that is the whole model comes first, one of a forest after the importances. */
export function listResultViews(view: ArtifactView): ResultTab[] {
  const tabs = RESULT_TABS[view.kind] ?? ["file"];
  if (view.kind === "dataset" && view.shown_as) {
    const shown = SHOWN_AS_TABS[view.shown_as.kind];
    // The numbers of a chart are not drawn once more.
    return [shown, ...(shown === "drawn" ? tabs.filter((tab) => tab !== "chart") : tabs)];
  }
  if (view.kind === "evaluation") return listEvaluationTabs(view);
  if (view.kind !== "trained_model") return tabs;
  const effects: ResultTab[] = view.dependence?.length ? ["effects"] : [];
  if (!view.trees) return [...tabs, ...effects];
  return view.trees.count === 1 ? ["tree", ...tabs, ...effects] : [...tabs, "tree", ...effects];
}

const listEvaluationTabs = (view: EvaluationView): ResultTab[] => [
  "charts",
  ...(view.comparison ? (["why"] as ResultTab[]) : []),
  ...(view.explanation ? (["features"] as ResultTab[]) : []),
  "numbers",
];

export interface ResultTabs {
  tabs: ResultTab[];
  shown: ResultTab;
}

/** What there is to see, and of that what was chosen, else the first. */
export function useResultTabs(view: ArtifactView, node: string | undefined, chosen: ResultTab | undefined): ResultTabs {
  const module = useRun((store) => (node === undefined ? undefined : store.steps[node]?.module));
  const isCommand = useModule(module)?.role === "command";
  const tabs = listTabs(view, node, usePlotImages(node).length, isCommand);
  return { tabs, shown: chosen && tabs.includes(chosen) ? chosen : tabs[0]! };
}
