/** All actions, in the order of menus and command palette. */

import type { Action } from "../ui/actions/action";
import { tryAgainAction } from "../ui/actions/tryAgain";
import { addNoteAction } from "./addNote";
import { alignActions } from "./alignSelection";
import { arrowActions } from "./arrowNavigation";
import { autoLayoutAction } from "./autoLayout";
import { bypassAction } from "./bypassSelection";
import { cancelRunAction } from "./cancelRun";
import { clearSelectionAction } from "./clearSelection";
import { commentAction } from "./commentOnSelection";
import { connectByListAction } from "./connectByList";
import { connectPortAction } from "./connectPort";
import { connectSelectedAction } from "./connectSelected";
import { copyAction } from "./copySelection";
import { cutAction } from "./cutSelection";
import { deleteDesignAction } from "./deleteDesign";
import { deleteOnlyAction } from "./deleteOnly";
import { deleteSelectionAction } from "./deleteSelection";
import { disableAction } from "./disableSelection";
import { duplicateDesignAction } from "./duplicateDesign";
import { duplicateAction } from "./duplicateSelection";
import { exportCodeAction } from "./exportCode";
import { exportDesignAction, exportWithCommentsAction } from "./exportDesign";
import { fitAction } from "./fitView";
import { focusPortsAction } from "./focusPorts";
import { foldAction } from "./foldGroup";
import { goHomeAction } from "./goHome";
import { goToConnectionsAction } from "./goToConnections";
import { goToDatasetsAction } from "./goToDatasets";
import { goToExamplesAction } from "./goToExamples";
import { paneActions } from "./goToPane";
import { goToRunsAction } from "./goToRuns";
import { goToSecretsAction } from "./goToSecrets";
import { groupAction } from "./groupSelection";
import { importDesignAction } from "./importDesign";
import { leaveGroupAction } from "./leaveGroup";
import { makeInferenceAction } from "./makeInference";
import { moduleHelpAction } from "./moduleHelp";
import { nameVersionAction } from "./nameVersion";
import { nudgeActions } from "./nudgeSelection";
import { openFullscreenAction } from "./openFullscreen";
import { quickAddAction, quickAddOnCanvasAction } from "./openQuickAdd";
import { openResultAction } from "./openResult";
import { openSelectedAction } from "./openSelected";
import { pasteAction } from "./pasteClipboard";
import { pasteConnectedAction } from "./pasteConnected";
import { redoAction } from "./redoChange";
import { renameDesignAction } from "./renameDesign";
import { renameSelectedAction } from "./renameSelected";
import { replaceAction } from "./replaceSelected";
import { runAction } from "./runDesign";
import { runToHereAction } from "./runToHere";
import { runWithoutAction } from "./runWithout";
import { saveModuleAction } from "./saveModule";
import { savePngAction, saveSvgAction } from "./savePicture";
import { searchActionsAction } from "./searchActions";
import { searchModulesAction } from "./searchModules";
import { selectAllAction } from "./selectAll";
import { shareAction } from "./shareDesign";
import { showHistoryAction } from "./showHistory";
import { showLogAction } from "./showLog";
import { showProblemsAction } from "./showProblems";
import { showRunAction } from "./showRun";
import { showShortcutsAction } from "./showShortcuts";
import { readTourAction, takeTourAction } from "./takeTour";
import { tidySelectionAction } from "./tidySelection";
import { showOutlineOnlyAction, toggleOutlineAction } from "./toggleOutline";
import { togglePaletteAction } from "./togglePalette";
import { togglePreviewAction } from "./togglePreview";
import { toggleThemeAction } from "./toggleTheme";
import { undoAction } from "./undoChange";
import { ungroupAction } from "./ungroupSelection";
import { writeModuleAction } from "./writeModule";
import { zoomInAction } from "./zoomIn";
import { zoomOutAction } from "./zoomOut";
import { zoomToFullAction } from "./zoomToFull";

export const actions: readonly Action[] = [
  runAction,
  runToHereAction,
  runWithoutAction,
  cancelRunAction,
  tryAgainAction,
  openResultAction,
  openFullscreenAction,
  openSelectedAction,
  undoAction,
  redoAction,
  quickAddAction,
  quickAddOnCanvasAction,
  addNoteAction,
  commentAction,
  replaceAction,
  connectSelectedAction,
  connectPortAction,
  connectByListAction,
  focusPortsAction,
  cutAction,
  copyAction,
  pasteAction,
  pasteConnectedAction,
  duplicateAction,
  deleteSelectionAction,
  deleteOnlyAction,
  disableAction,
  bypassAction,
  groupAction,
  ungroupAction,
  saveModuleAction,
  foldAction,
  leaveGroupAction,
  renameSelectedAction,
  selectAllAction,
  clearSelectionAction,
  ...arrowActions,
  ...nudgeActions,
  ...paneActions,
  ...alignActions,
  fitAction,
  zoomInAction,
  zoomOutAction,
  zoomToFullAction,
  autoLayoutAction,
  tidySelectionAction,
  searchModulesAction,
  writeModuleAction,
  togglePaletteAction,
  toggleOutlineAction,
  showOutlineOnlyAction,
  togglePreviewAction,
  showProblemsAction,
  showLogAction,
  showHistoryAction,
  showRunAction,
  toggleThemeAction,
  showShortcutsAction,
  moduleHelpAction,
  takeTourAction,
  readTourAction,
  renameDesignAction,
  nameVersionAction,
  duplicateDesignAction,
  makeInferenceAction,
  shareAction,
  exportDesignAction,
  exportWithCommentsAction,
  savePngAction,
  saveSvgAction,
  exportCodeAction,
  importDesignAction,
  deleteDesignAction,
  searchActionsAction,
  goHomeAction,
  goToDatasetsAction,
  goToRunsAction,
  goToConnectionsAction,
  goToSecretsAction,
  goToExamplesAction,
];

type ActionMenu = readonly (Action | null)[];

/** What the context menu of a card offers, that of several, that of the paper; null is a line between. */
export const nodeMenu: ActionMenu = [
  runToHereAction,
  runWithoutAction,
  openResultAction,
  null,
  moduleHelpAction,
  commentAction,
  replaceAction,
  connectByListAction,
  disableAction,
  bypassAction,
  null,
  cutAction,
  copyAction,
  duplicateAction,
  groupAction,
  ungroupAction,
  saveModuleAction,
  foldAction,
  null,
  deleteSelectionAction,
];

export const multiNodeMenu: ActionMenu = [
  runToHereAction,
  connectSelectedAction,
  groupAction,
  ungroupAction,
  saveModuleAction,
  disableAction,
  bypassAction,
  null,
  ...alignActions,
  tidySelectionAction,
  null,
  cutAction,
  copyAction,
  duplicateAction,
  deleteSelectionAction,
];

export const canvasMenu: ActionMenu = [
  quickAddAction,
  addNoteAction,
  commentAction,
  pasteAction,
  pasteConnectedAction,
  selectAllAction,
  null,
  undoAction,
  redoAction,
  null,
  fitAction,
  autoLayoutAction,
];

/** The menu beside the design's name. */
export const designMenu: ActionMenu = [
  renameDesignAction,
  nameVersionAction,
  duplicateDesignAction,
  makeInferenceAction,
  null,
  shareAction,
  exportDesignAction,
  exportWithCommentsAction,
  savePngAction,
  saveSvgAction,
  exportCodeAction,
  importDesignAction,
  null,
  showHistoryAction,
  showShortcutsAction,
  takeTourAction,
  readTourAction,
  toggleThemeAction,
  null,
  deleteDesignAction,
];
