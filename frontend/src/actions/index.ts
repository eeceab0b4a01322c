/** All actions, in the order of menus and command palette. */

import type { Action } from "./action";
import { addNote } from "./addNote";
import { alignments } from "./aligning";
import { autoLayout } from "./autoLayout";
import { bypass } from "./bypass";
import { cancelRun } from "./cancelRun";
import { clearSelection } from "./clearSelection";
import { comment } from "./comment";
import { connectByList } from "./connectByList";
import { connectPort } from "./connectPort";
import { connectSelected } from "./connectSelected";
import { copy } from "./copy";
import { cut } from "./cut";
import { deleteSelection } from "./delete";
import { deleteDesign } from "./deleteDesign";
import { deleteOnly } from "./deleteOnly";
import { duplicate } from "./duplicate";
import { duplicateDesign } from "./duplicateDesign";
import { exportCode } from "./exportCode";
import { exportDesign, exportWithComments } from "./exportDesign";
import { fit } from "./fit";
import { focusPorts } from "./focusPorts";
import { fold } from "./fold";
import { goHome } from "./goHome";
import { goToConnections } from "./goToConnections";
import { goToDatasets } from "./goToDatasets";
import { panesInTurn } from "./goToPane";
import { goToRuns } from "./goToRuns";
import { goToSamples } from "./goToSamples";
import { goToSecrets } from "./goToSecrets";
import { group } from "./group";
import { importDesign } from "./importDesign";
import { keepModule } from "./keepModule";
import { leaveGroup } from "./leaveGroup";
import { makeInference } from "./makeInference";
import { moduleHelp } from "./moduleHelp";
import { moves } from "./moving";
import { mute } from "./mute";
import { nameVersion } from "./nameVersion";
import { openFull } from "./openFull";
import { openResult } from "./openResult";
import { openSelected } from "./openSelected";
import { paste } from "./paste";
import { pasteConnected } from "./pasteConnected";
import { quickAdd, quickAddOnPaper } from "./quickAdd";
import { redo } from "./redo";
import { renameDesign } from "./renameDesign";
import { renameSelected } from "./renameSelected";
import { replace } from "./replace";
import { run } from "./run";
import { runToHere } from "./runToHere";
import { runWithout } from "./runWithout";
import { savePng, saveSvg } from "./savePicture";
import { searchActions } from "./searchActions";
import { searchModules } from "./searchModules";
import { selectAll } from "./selectAll";
import { share } from "./share";
import { showHistory } from "./showHistory";
import { showLog } from "./showLog";
import { showProblems } from "./showProblems";
import { showRun } from "./showRun";
import { showShortcuts } from "./showShortcuts";
import { readTour, takeTour } from "./takeTour";
import { tidySelection } from "./tidySelection";
import { outlineInstead, toggleOutline } from "./toggleOutline";
import { togglePalette } from "./togglePalette";
import { toggleSample } from "./toggleSample";
import { toggleTheme } from "./toggleTheme";
import { tryAgain } from "./tryAgain";
import { undo } from "./undo";
import { ungroup } from "./ungroup";
import { walks } from "./walking";
import { writeModule } from "./writeModule";
import { zoomIn } from "./zoomIn";
import { zoomOut } from "./zoomOut";
import { zoomToFull } from "./zoomToFull";

export const actions: readonly Action[] = [
  run,
  runToHere,
  runWithout,
  cancelRun,
  tryAgain,
  openResult,
  openFull,
  openSelected,
  undo,
  redo,
  quickAdd,
  quickAddOnPaper,
  addNote,
  comment,
  replace,
  connectSelected,
  connectPort,
  connectByList,
  focusPorts,
  cut,
  copy,
  paste,
  pasteConnected,
  duplicate,
  deleteSelection,
  deleteOnly,
  mute,
  bypass,
  group,
  ungroup,
  keepModule,
  fold,
  leaveGroup,
  renameSelected,
  selectAll,
  clearSelection,
  ...walks,
  ...moves,
  ...panesInTurn,
  ...alignments,
  fit,
  zoomIn,
  zoomOut,
  zoomToFull,
  autoLayout,
  tidySelection,
  searchModules,
  writeModule,
  togglePalette,
  toggleOutline,
  outlineInstead,
  toggleSample,
  showProblems,
  showLog,
  showHistory,
  showRun,
  toggleTheme,
  showShortcuts,
  moduleHelp,
  takeTour,
  readTour,
  renameDesign,
  nameVersion,
  duplicateDesign,
  makeInference,
  share,
  exportDesign,
  exportWithComments,
  savePng,
  saveSvg,
  exportCode,
  importDesign,
  deleteDesign,
  searchActions,
  goHome,
  goToDatasets,
  goToRuns,
  goToConnections,
  goToSecrets,
  goToSamples,
];

type Menu = readonly (Action | null)[];

/** What the context menu of a card offers, that of several, that of the paper; null is a line between. */
export const nodeMenu: Menu = [
  runToHere,
  runWithout,
  openResult,
  null,
  moduleHelp,
  comment,
  replace,
  connectByList,
  mute,
  bypass,
  null,
  cut,
  copy,
  duplicate,
  group,
  ungroup,
  keepModule,
  fold,
  null,
  deleteSelection,
];

export const severalMenu: Menu = [
  runToHere,
  connectSelected,
  group,
  ungroup,
  keepModule,
  mute,
  bypass,
  null,
  ...alignments,
  tidySelection,
  null,
  cut,
  copy,
  duplicate,
  deleteSelection,
];

export const canvasMenu: Menu = [
  quickAdd,
  addNote,
  comment,
  paste,
  pasteConnected,
  selectAll,
  null,
  undo,
  redo,
  null,
  fit,
  autoLayout,
];

/** The menu beside the design's name. */
export const designMenu: Menu = [
  renameDesign,
  nameVersion,
  duplicateDesign,
  makeInference,
  null,
  share,
  exportDesign,
  exportWithComments,
  savePng,
  saveSvg,
  exportCode,
  importDesign,
  null,
  showHistory,
  showShortcuts,
  takeTour,
  readTour,
  toggleTheme,
  null,
  deleteDesign,
];
