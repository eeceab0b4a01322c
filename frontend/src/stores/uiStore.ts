/** What is selected and open on the design page. Never saved with the design. */

import { create } from "zustand";
import type { PortType } from "../api/apiTypes";
import type { DesignEdge } from "../graph/ports";
import { hasActiveRun, useRun } from "./runStore";

/** A port whose edge is being drawn. */
export interface DraggedPort {
  node: string;
  port: string;
  type: PortType;
  side: "input" | "output";
}

interface UiState {
  selection: string[];
  selectedEdges: string[];
  paletteOpen: boolean;
  side: "inspector" | "run" | "code";
  /** The name of the open tab under the canvas, one of `pages/design/bottomTabs`. */
  bottomTab: string | null;
  bottomHeight: number;
  /** Whose results are shown. */
  result: { node: string; port: string } | null;
  /** Whether the dashboards show in the place of the canvas, and the one that does; null: the first. */
  dashboards: { shown: string | null } | null;
  /** Whether that result takes the whole screen. */
  resultFullscreen: boolean;
  draggedPort: DraggedPort | null;
  /** How much of a card is drawn: all, without the subtitle, or plate and title only; "far" is one of many seen from afar. */
  detail: "full" | "less" | "least" | "far";
  renamingDesign: boolean;
  shortcutsOpen: boolean;
  /** Whether the command palette is open. */
  commandsOpen: boolean;
  contextMenu: { x: number; y: number; node: string | null } | null;
  /** Where the pointer last was on the canvas, in the design's coordinates: where a paste lands. */
  pointer: { x: number; y: number } | null;
  /** A line of a script that the inspector is asked to show. */
  scriptLine: { node: string; line: number } | null;
  /** A parameter that the inspector is asked to show. */
  focusedField: { node: string; field: string } | null;
  /** The search for a module at a place on the screen. */
  quickAdd: QuickAddRequest | null;
  /** The group whose contents the canvas shows; null for the whole design. */
  openedGroup: string | null;
  /** The edge that what is being dragged would be put on. */
  insertionEdge: string | null;
  /** The card whose incoming data, parameters and outgoing data are shown side by side. */
  focusedCard: string | null;
  /** Whether these three panes stand below the canvas and follow the selection, and not over it. */
  focusDocked: boolean;
  /** A port that is pointed at or has the focus, with its place on the screen. */
  hoveredPort: { node: string; port: string; side: DraggedPort["side"]; x: number; y: number } | null;
  /** The note or the group's title that is being written. */
  editingText: string | null;
  /** Whether the edge that is being drawn is drawn by keyboard. */
  keyboardEdge: boolean;
  /** Where the outline stands: beside the canvas, or in its place. */
  outline: OutlinePlace;
  /** On a phone: whether the canvas shows, and not the outline. */
  phoneCanvas: boolean;
  /** Whether the outline had the focus last, and not the canvas. */
  outlineFocused: boolean;
}

export type OutlinePlace = "off" | "beside" | "instead";

export interface QuickAddRequest {
  x: number;
  y: number;
  /** Only modules that fit this port, ranked by what usually stands there; the chosen one arrives connected. */
  from: DraggedPort | null;
  /** The node that the chosen module takes the place of. */
  replace?: string;
  /** The card that the search stands below, and stays below when the canvas moves. */
  below?: string;
  /** The edge that the chosen module is put on. */
  between?: DesignEdge;
}

/** Below it the pane on the right floats, and the modules begin as a rail. */
const WIDE_WINDOW = 1200;

const OUTLINE_KEY = "designery:outline";
const DOCKED_KEY = "designery:focus-docked";

/** On a phone the design is a list. */
export const NARROW_WINDOW = "(max-width: 759px)";

export const useUi = create<UiState>(() => ({
  selection: [],
  selectedEdges: [],
  paletteOpen: innerWidth >= WIDE_WINDOW,
  side: "inspector",
  bottomTab: null,
  bottomHeight: Math.round(Math.min(520, Math.max(264, innerHeight * 0.5))),
  result: null,
  dashboards: null,
  resultFullscreen: false,
  draggedPort: null,
  detail: "full",
  renamingDesign: false,
  shortcutsOpen: false,
  commandsOpen: false,
  contextMenu: null,
  pointer: null,
  scriptLine: null,
  focusedField: null,
  quickAdd: null,
  openedGroup: null,
  insertionEdge: null,
  focusedCard: null,
  focusDocked: localStorage.getItem(DOCKED_KEY) === "yes",
  hoveredPort: null,
  editingText: null,
  keyboardEdge: false,
  outline: readOutlinePlace(),
  phoneCanvas: false,
  outlineFocused: false,
}));

const { setState } = useUi;

/** Put the three panes of a card below the canvas, or over it; remembered. */
export function setFocusDocked(docked: boolean): void {
  localStorage.setItem(DOCKED_KEY, docked ? "yes" : "no");
  setState({ focusDocked: docked });
}

/** Whether three panes stand below the canvas now. */
export const isFocusDocked = (ui: UiState): boolean =>
  ui.focusedCard !== null && ui.focusDocked && !matchMedia(NARROW_WINDOW).matches;

function readOutlinePlace(): OutlinePlace {
  const kept = localStorage.getItem(OUTLINE_KEY);
  return kept === "beside" || kept === "instead" ? kept : "off";
}

/** Show the outline, and remember it for the next design. */
export function setOutlinePlace(outline: OutlinePlace): void {
  localStorage.setItem(OUTLINE_KEY, outline);
  setState({ outline, outlineFocused: outline !== "off" });
}

/** The card's pane comes with it; beside code it is the card's lines that show. */
export function selectCards(ids: string[]): void {
  const shown = ids.length > 0 && useUi.getState().side === "run" ? { side: "inspector" as const } : {};
  setState({ selection: ids, selectedEdges: [], ...shown });
}

/** As `selectCards`, but the run stays in sight while it is shown and going on. */
export function selectKeepingRun(ids: string[]): void {
  const { side } = useUi.getState();
  selectCards(ids);
  if (side === "run" && hasActiveRun(useRun.getState())) setState({ side });
}

/** Show the design as code; the palette makes room for its lines. */
export const showCode = (): void => setState({ side: "code", paletteOpen: false });

/** Show what leaves a port, where results are shown now; below the canvas the palette makes room. */
export function showResult(node: string, port: string): void {
  const result = { node, port };
  setState(({ resultFullscreen }) =>
    resultFullscreen ? { result } : { result, bottomTab: "results", paletteOpen: false },
  );
}

/** Show what leaves a port on the whole screen. */
export function showResultFullscreen(node: string, port: string): void {
  setState({ result: { node, port }, resultFullscreen: true });
}

export function toggleBottomTab(tab: string): void {
  setState((state) => ({ bottomTab: state.bottomTab === tab ? null : tab }));
}

/** Show the dashboards of the design, or the canvas again. Nothing stays selected that is out of sight. */
export function showDashboards(dashboards: UiState["dashboards"]): void {
  setState({ dashboards, selection: [], selectedEdges: [], bottomTab: null, focusedCard: null, contextMenu: null });
}

/** A new page starts with nothing selected. */
export function resetUi(): void {
  setState({
    selection: [],
    selectedEdges: [],
    bottomTab: null,
    result: null,
    dashboards: null,
    resultFullscreen: false,
    draggedPort: null,
    contextMenu: null,
    side: "inspector",
    quickAdd: null,
    openedGroup: null,
    insertionEdge: null,
    focusedCard: null,
    focusDocked: localStorage.getItem(DOCKED_KEY) === "yes",
    hoveredPort: null,
    editingText: null,
  });
}
