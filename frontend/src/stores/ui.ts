/** What is selected and open on the design page. Never saved with the design. */

import { create } from "zustand";
import type { PortType } from "../api/types";
import type { Connection } from "../graph/ports";
import { isRunning, useRun } from "./run";

export type BottomTab = "problems" | "results" | "log" | "history" | "comments";

/** A port whose edge is being drawn. */
export interface Dragged {
  node: string;
  port: string;
  type: PortType;
  side: "input" | "output";
}

interface Ui {
  selection: string[];
  selectedEdges: string[];
  palette: boolean;
  side: "inspector" | "run";
  bottom: BottomTab | null;
  bottomHeight: number;
  /** Whose results are shown. */
  result: { node: string; port: string } | null;
  /** Whether that result takes the whole screen. */
  full: boolean;
  dragged: Dragged | null;
  /** How much of a card is drawn: all, without the subtitle, or plate and title only; "far" is one of many seen from afar. */
  detail: "full" | "less" | "least" | "far";
  renaming: boolean;
  shortcuts: boolean;
  /** Whether the command palette is open. */
  commands: boolean;
  menu: { x: number; y: number; node: string | null } | null;
  /** Where the pointer last was on the canvas, in the design's coordinates: where a paste lands. */
  pointer: { x: number; y: number } | null;
  /** A line of a script that the inspector is asked to show. */
  scriptLine: { node: string; line: number } | null;
  /** A parameter that the inspector is asked to show. */
  field: { node: string; field: string } | null;
  /** The search for a module at a place on the screen. */
  quickAdd: QuickAdd | null;
  /** The group whose contents the canvas shows; null for the whole design. */
  opened: string | null;
  /** The edge that what is being dragged would be put on. */
  splice: string | null;
  /** The card whose incoming data, parameters and outgoing data are shown side by side. */
  focus: string | null;
  /** Whether these three panes stand below the canvas and follow the selection, and not over it. */
  docked: boolean;
  /** A port that is pointed at or has the focus, with its place on the screen. */
  hovered: { node: string; port: string; side: Dragged["side"]; x: number; y: number } | null;
  /** The note or the group's title that is being written. */
  writing: string | null;
  /** Whether the edge that is being drawn is drawn by keyboard. */
  byKeyboard: boolean;
  /** Where the outline stands: beside the canvas, or in its place. */
  outline: OutlinePlace;
  /** On a phone: whether the canvas shows, and not the outline. */
  phoneCanvas: boolean;
  /** Whether the outline had the focus last, and not the canvas. */
  inOutline: boolean;
}

export type OutlinePlace = "off" | "beside" | "instead";

export interface QuickAdd {
  x: number;
  y: number;
  /** Only modules that fit this port, ranked by what usually stands there; the chosen one arrives connected. */
  from: Dragged | null;
  /** The node that the chosen module takes the place of. */
  replace?: string;
  /** The edge that the chosen module is put on. */
  between?: Connection;
}

/** Below it the pane on the right floats, and the modules begin as a rail. */
const ROOMY = 1200;

const OUTLINE_KEY = "designery:outline";
const DOCKED_KEY = "designery:focus-docked";

/** On a phone the design is a list. */
export const NARROW = "(max-width: 759px)";

export const useUi = create<Ui>(() => ({
  selection: [],
  selectedEdges: [],
  palette: innerWidth >= ROOMY,
  side: "inspector",
  bottom: null,
  bottomHeight: Math.round(Math.min(520, Math.max(264, innerHeight * 0.325))),
  result: null,
  full: false,
  dragged: null,
  detail: "full",
  renaming: false,
  shortcuts: false,
  commands: false,
  menu: null,
  pointer: null,
  scriptLine: null,
  field: null,
  quickAdd: null,
  opened: null,
  splice: null,
  focus: null,
  docked: localStorage.getItem(DOCKED_KEY) === "yes",
  hovered: null,
  writing: null,
  byKeyboard: false,
  outline: rememberedOutline(),
  phoneCanvas: false,
  inOutline: false,
}));

const { setState } = useUi;

/** Put the three panes of a card below the canvas, or over it; remembered. */
export function dock(docked: boolean): void {
  localStorage.setItem(DOCKED_KEY, docked ? "yes" : "no");
  setState({ docked });
}

/** Whether three panes stand below the canvas now. */
export const isDocked = (ui: Ui): boolean => ui.focus !== null && ui.docked && !matchMedia(NARROW).matches;

function rememberedOutline(): OutlinePlace {
  const kept = localStorage.getItem(OUTLINE_KEY);
  return kept === "beside" || kept === "instead" ? kept : "off";
}

/** Show the outline, and remember it for the next design. */
export function showOutline(outline: OutlinePlace): void {
  localStorage.setItem(OUTLINE_KEY, outline);
  setState({ outline, inOutline: outline !== "off" });
}

export function select(ids: string[]): void {
  setState({ selection: ids, selectedEdges: [], ...(ids.length > 0 ? { side: "inspector" as const } : {}) });
}

/** As `select`, but the run stays in sight while it is shown and going on. */
export function pick(ids: string[]): void {
  const { side } = useUi.getState();
  select(ids);
  if (side === "run" && isRunning(useRun.getState())) setState({ side });
}

/** Show what leaves a port, where results are shown now; below the canvas the palette makes room. */
export function showResult(node: string, port: string): void {
  const result = { node, port };
  setState(({ full }) => (full ? { result } : { result, bottom: "results", palette: false }));
}

/** Show what leaves a port on the whole screen. */
export function showFull(node: string, port: string): void {
  setState({ result: { node, port }, full: true });
}

export function toggleBottom(tab: BottomTab): void {
  setState((state) => ({ bottom: state.bottom === tab ? null : tab }));
}

/** A new page starts with nothing selected. */
export function resetUi(): void {
  setState({
    selection: [],
    selectedEdges: [],
    bottom: null,
    result: null,
    full: false,
    dragged: null,
    menu: null,
    side: "inspector",
    quickAdd: null,
    opened: null,
    splice: null,
    focus: null,
    docked: localStorage.getItem(DOCKED_KEY) === "yes",
    hovered: null,
    writing: null,
  });
}
