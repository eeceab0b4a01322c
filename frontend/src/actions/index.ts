/** All actions, in the order of menus and command palette. */

import type { Action } from "./action";
import { autoLayout } from "./autoLayout";
import { cancelRun } from "./cancelRun";
import { clearSelection } from "./clearSelection";
import { copy } from "./copy";
import { cut } from "./cut";
import { deleteSelection } from "./delete";
import { deleteDesign } from "./deleteDesign";
import { duplicate } from "./duplicate";
import { duplicateDesign } from "./duplicateDesign";
import { exportDesign } from "./exportDesign";
import { fit } from "./fit";
import { goHome } from "./goHome";
import { goToDatasets } from "./goToDatasets";
import { goToRuns } from "./goToRuns";
import { importDesign } from "./importDesign";
import { makeInference } from "./makeInference";
import { moveDown } from "./moveDown";
import { moveLeft } from "./moveLeft";
import { moveRight } from "./moveRight";
import { moveUp } from "./moveUp";
import { openResult } from "./openResult";
import { openSelected } from "./openSelected";
import { paste } from "./paste";
import { redo } from "./redo";
import { renameDesign } from "./renameDesign";
import { run } from "./run";
import { runToHere } from "./runToHere";
import { searchActions } from "./searchActions";
import { searchModules } from "./searchModules";
import { selectAll } from "./selectAll";
import { showLog } from "./showLog";
import { showProblems } from "./showProblems";
import { showRun } from "./showRun";
import { showShortcuts } from "./showShortcuts";
import { toggleDisabled } from "./toggleDisabled";
import { togglePalette } from "./togglePalette";
import { toggleSample } from "./toggleSample";
import { toggleTheme } from "./toggleTheme";
import { undo } from "./undo";
import { writeModule } from "./writeModule";
import { zoomIn } from "./zoomIn";
import { zoomOut } from "./zoomOut";
import { zoomToFull } from "./zoomToFull";

export const actions: readonly Action[] = [
  run,
  runToHere,
  cancelRun,
  openResult,
  openSelected,
  undo,
  redo,
  cut,
  copy,
  paste,
  duplicate,
  deleteSelection,
  toggleDisabled,
  selectAll,
  clearSelection,
  moveLeft,
  moveRight,
  moveUp,
  moveDown,
  fit,
  zoomIn,
  zoomOut,
  zoomToFull,
  autoLayout,
  searchModules,
  writeModule,
  togglePalette,
  toggleSample,
  showProblems,
  showLog,
  showRun,
  toggleTheme,
  showShortcuts,
  renameDesign,
  duplicateDesign,
  makeInference,
  exportDesign,
  importDesign,
  deleteDesign,
  searchActions,
  goHome,
  goToDatasets,
  goToRuns,
];

/** What the context menu of a card offers, and that of the paper; null is a line between. */
export const nodeMenu: readonly (Action | null)[] = [
  runToHere,
  openResult,
  null,
  cut,
  copy,
  duplicate,
  toggleDisabled,
  null,
  deleteSelection,
];

export const canvasMenu: readonly (Action | null)[] = [paste, selectAll, null, undo, redo, null, fit, autoLayout];

/** The menu beside the design's name. */
export const designMenu: readonly (Action | null)[] = [
  renameDesign,
  duplicateDesign,
  makeInference,
  null,
  exportDesign,
  importDesign,
  null,
  showShortcuts,
  toggleTheme,
  null,
  deleteDesign,
];
