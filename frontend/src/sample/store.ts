/** The live sample of the open design: on or off, and what it gave last. */

import { create } from "zustand";
import type { SampledNode } from "../api/types";

interface SampleStore {
  on: boolean;
  /** The design and the revision that the nodes are of. */
  design: string | null;
  revision: number;
  nodes: Record<string, SampledNode>;
  rows: number;
  state: "idle" | "busy" | "paused";
}

const KEY = "designery.sample";

function remembered(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true;
  }
}

export const useSample = create<SampleStore>(() => ({
  on: remembered(),
  design: null,
  revision: -1,
  nodes: {},
  rows: 0,
  state: "idle",
}));

export function toggleSample(): void {
  const on = !useSample.getState().on;
  useSample.setState({ on, ...(on ? {} : { nodes: {}, revision: -1, state: "idle" }) });
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // Private windows may refuse: then it is forgotten with the page.
  }
}

/** What a node gave on the sample; null while the sample is off or has nothing of it. */
export const useSampled = (node: string): SampledNode | null =>
  useSample(({ on, nodes }) => (on ? (nodes[node] ?? null) : null));
