/** The live sample of the open design: on or off, and what it gave last. */

import { create } from "zustand";
import type { PreviewNode } from "../api/apiTypes";

interface PreviewStore {
  on: boolean;
  /** The design and the revision that the nodes are of. */
  design: string | null;
  revision: number;
  nodes: Record<string, PreviewNode>;
  rows: number;
  state: "idle" | "busy" | "paused";
}

const PREVIEW_KEY = "designery.sample";

function readPreviewSetting(): boolean {
  try {
    return localStorage.getItem(PREVIEW_KEY) !== "off";
  } catch {
    return true;
  }
}

export const usePreview = create<PreviewStore>(() => ({
  on: readPreviewSetting(),
  design: null,
  revision: -1,
  nodes: {},
  rows: 0,
  state: "idle",
}));

export function togglePreview(): void {
  const on = !usePreview.getState().on;
  usePreview.setState({ on, ...(on ? {} : { nodes: {}, revision: -1, state: "idle" }) });
  try {
    localStorage.setItem(PREVIEW_KEY, on ? "on" : "off");
  } catch {
    // Private windows may refuse: then it is forgotten with the page.
  }
}

/** What a node gave on the sample; null while the sample is off or has nothing of it. */
export const useNodePreview = (node: string): PreviewNode | null =>
  usePreview(({ on, nodes }) => (on ? (nodes[node] ?? null) : null));
