/** The tabs of a result: what there is to see of each kind, and which one is shown. */

import type { View } from "../api/views";
import { usePlots } from "./Plots";

export type Tab =
  | "trials"
  | "tree"
  | "effects"
  | "images"
  | "table"
  | "columns"
  | "chart"
  | "charts"
  | "numbers"
  | "model"
  | "rules"
  | "plots"
  | "log"
  | "file";

const TABS: Record<string, Tab[]> = {
  dataset: ["table", "columns", "chart"],
  evaluation: ["charts", "numbers"],
  trained_model: ["model"],
  untrained_model: ["model"],
  transformation: ["rules"],
  image_directory: ["images"],
};

const tabsOf = (view: View, node: string | undefined, plots: number): Tab[] => [
  ...viewTabs(view),
  ...(plots > 0 ? (["plots"] as Tab[]) : []),
  ...(node ? (["log"] as Tab[]) : []),
];

/** A tree that is the whole model comes first, one of a forest after the importances. */
function viewTabs(view: View): Tab[] {
  const tabs = TABS[view.kind] ?? ["file"];
  if (view.kind === "dataset") return view.shown_as?.kind === "trials" ? ["trials", ...tabs] : tabs;
  if (view.kind !== "trained_model") return tabs;
  const effects: Tab[] = view.dependence?.length ? ["effects"] : [];
  if (!view.trees) return [...tabs, ...effects];
  return view.trees.count === 1 ? ["tree", ...tabs, ...effects] : [...tabs, "tree", ...effects];
}

export interface Tabs {
  tabs: Tab[];
  shown: Tab;
}

/** What there is to see, and of that what was chosen, else the first. */
export function useTabs(view: View, node: string | undefined, chosen: Tab | undefined): Tabs {
  const tabs = tabsOf(view, node, usePlots(node).length);
  return { tabs, shown: chosen && tabs.includes(chosen) ? chosen : tabs[0]! };
}
