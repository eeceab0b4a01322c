/** Every sentence of shell, canvas and panels, in English. The results have their own table in results.ts. */

import type { PortType, RunState, StepState } from "../api/apiTypes";
import {
  capitalize,
  formatClock,
  formatSeconds,
  formatWholeNumber,
  joinWords,
  nameRevision,
  pluralize,
} from "./formatting";

const portTypes: Record<PortType, string> = {
  dataset: "Dataset",
  untrained_model: "Untrained model",
  trained_model: "Trained model",
  transformation: "Transformation",
  evaluation: "Evaluation",
  file: "File",
  image_directory: "Image directory",
};

const stepStates: Record<StepState, string> = {
  queued: "Queued",
  running: "Running",
  succeeded: "Succeeded",
  reused: "Reused",
  failed: "Failed",
  skipped: "Skipped",
  cancelled: "Cancelled",
};

const runStates: Record<RunState, string> = {
  queued: "Queued",
  running: "Running",
  succeeded: "Succeeded",
  failed: "Failed",
  cancelled: "Cancelled",
};

export const appTexts = {
  app: "Designery",
  portTypes,
  stepStates,
  runStates,
  rowTools: "Actions",

  nav: {
    pages: "Pages",
    designs: "Designs",
    datasets: "Datasets",
    models: "Models",
    pipelines: "Pipelines",
    endpoints: "Endpoints",
    runs: "Runs",
    connections: "Connections",
    environments: "Environments",
    targets: "Targets",
    home: "All designs",
  },

  topbar: {
    showDashboards: "Show dashboards",
    addToDashboard: "Add to dashboard",
    saved: (at: Date) => `Saved ${formatClock(at)}`,
    saving: "Saving",
    notSaved: (waiting: number) => `Not saved (${waiting})`,
    notSavedHelp: "Your changes are kept in this browser and are sent as soon as the server answers.",
    machine: "This machine",
    cores: (cores: number) => pluralize(cores, "core"),
    isolation: "Step isolation",
    isolationLevel: (level: string) => `Level ${level}`,
    attempts: (tried: number, held: number) =>
      held === tried ? `All ${tried} escape attempts were blocked` : `${held} of ${tried} escape attempts were blocked`,
    heldBack: "blocked",
    possible: "possible",
    run: "Run",
    runMore: "More ways to run",
    runWhatCan: "Run what can run",
    leavesOut: (names: string[]) =>
      `${joinWords(names, 4)} will be skipped: ${names.length === 1 ? "it has a problem, or depends on a module with one" : "they have problems, or depend on modules with problems"}.`,
    leavesOutAll: "Nothing can run yet: every module has a problem, or depends on a module with one.",
    starting: "Starting",
    stop: (run: number) => `Stop run ${run}`,
    rename: "Rename this design",
    name: "Name of the design",
    more: "Actions on this design",
    history: "History",
    theme: "Light or dark",
  },

  /** To members who may not change a design. */
  readOnly: {
    roleBanner: { viewer: "View only", runner: "View and run" },
    notAllowed: {
      viewer: "You are a viewer of this workspace, so you can't change designs. Ask an owner to make you an editor.",
      runner:
        "You are a runner of this workspace: you can run designs, but not change them. Ask an owner to make you an editor.",
    },
  },

  history: {
    title: "History",
    undo: (label: string) => `Undo: ${label}`,
    redo: (label: string) => `Redo: ${label}`,
    empty: "No changes since you opened this page.",
    undone: "undone",
  },

  edits: {
    rename: "Renamed the design",
    layout: "Tidied up",
    delete: (nodes: number) => (nodes === 1 ? "Deleted a module" : `Deleted ${nodes} modules`),
    disable: "Disabled a module",
    enable: "Enabled a module",
    fix: (label: string) => label,
    fixAll: "Fixed problems",
  },

  actions: {
    undo: "Undo",
    seeWhy: "See what uses the space",
    redo: "Redo",
    delete: "Delete",
    copy: "Copy",
    cut: "Cut",
    paste: "Paste",
    duplicate: "Duplicate",
    selectAll: "Select all",
    run: "Run",
    runToHere: "Run to here",
    cancelRun: "Stop the run",
    tryAgain: "Try again",
    fit: "Fit the design to the window",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    zoomToFull: "Zoom to 100 %",
    autoLayout: "Tidy up the layout",
    renameDesign: "Rename this design",
    duplicateDesign: "Duplicate this design",
    deleteDesign: "Delete this design",
    toggleTheme: "Switch between light and dark",
    exportDesign: "Export this design as a file",
    exportWithComments: "Export with its comments",
    importDesign: "Import a design from a file",
    goHome: "Go to all designs",
    goToDatasets: "Go to datasets",
    goToModels: "Go to models",
    goToPipelines: "Go to pipelines",
    goToEndpoints: "Go to endpoints",
    deployDesign: "Deploy to an endpoint",
    registerModel: "Register model",
    goToRuns: "Go to runs",
    goToConnections: "Go to connections",
    goToEnvironments: "Go to environments",
    goToTargets: "Go to targets",
    goToSecrets: "Go to secrets",
    showShortcuts: "Show keyboard shortcuts",
    searchModules: "Search modules",
    searchActions: "Search actions",
    togglePalette: "Show or hide the modules",
    openResult: "Open result",
    openFull: "Open result on the whole screen",
    showProblems: "Show problems",
    showLog: "Show log",
    showRun: "Show the run",
    clearSelection: "Clear selection",
  },

  actionGroups: { edit: "Edit", arrange: "Arrange", run: "Run", view: "View", design: "Design", go: "Go to" },

  notices: {
    copied: (nodes: number) =>
      `${pluralize(nodes, "module")} copied. Paste ${nodes === 1 ? "it" : "them"} here or in another design.`,
    nothingToPaste: "There are no modules on the clipboard. Copy some on a canvas first.",
    noClipboard: "The browser does not let this page read the clipboard. Press Ctrl+V instead.",
    deleted: (name: string) => `${name} was deleted.`,
    notADesign: (file: string) => `${file} is not a design. Choose a file that was exported here.`,
    tidy: "The layout is already tidy.",
  },

  palette: {
    title: "Modules",
    search: (modules: number) => `Search ${modules} modules`,
    searchAll: "Search modules and datasets",
    recent: "Recently used",
    datasets: "My datasets",
    sampleDatasets: "Sample datasets",
    nothing: (query: string) => `No module matches '${query}'.`,
    closest: (title: string) => `Did you mean ${title}?`,
    missing: (command: string) => `Needs: ${command}`,
    portTypes: "Port types",
    expand: "Show the modules",
    collapse: "Hide the modules",
    add: (title: string, summary: string) => `${title}. ${summary} Drag it to the canvas, or press Enter.`,
    addModule: (title: string) => `Add ${title}`,
    upload: "Upload a table",
    signature: (takes: string[], gives: string[]) =>
      `${takes.length > 0 ? `Takes ${joinWords(takes)}` : "Takes nothing"}, gives ${gives.length > 0 ? joinWords(gives) : "nothing"}`,
  },

  canvas: {
    label: "Design",
    empty: "Nothing here yet.",
    emptyHow: "Drop a table, or double-click to add a module.",
    minimap: "Overview of the design. Click to go there.",
    zoom: "Zoom",
    input: (title: string, type: PortType, from: string | null) =>
      `Input ${title}, takes ${getArticle(portTypes[type])}${from ? `, connected to ${from}` : ", not connected"}`,
    output: (title: string, type: PortType) => `Output ${title}, gives ${getArticle(portTypes[type])}`,
    edge: (from: string, to: string) => `Edge from ${from} to ${to}`,
    optional: "optional",
    many: "takes several",
    openResult: "Open result",
    formerPicture: "Of an earlier run",
    drop: "Drop to upload",
    node: (title: string, status: string, problems: number) =>
      [title, status, problems > 0 ? pluralize(problems, "problem") : ""].filter(Boolean).join(", "),
    problems: (problems: number) => pluralize(problems, "problem"),
    disabled: "Disabled",
    moreActions: "More",
    doesNotFit: (title: string, wanted: PortType, got: PortType) =>
      `'${title}' takes ${getArticle(portTypes[wanted])}, not ${getArticle(portTypes[got])}.`,
    circle: "That would create a loop: data can't flow back to where it came from.",
    uploading: (file: string, share: number) => `${file}, ${Math.round(share * 100)} %`,
    reading: (file: string) => `Reading ${file}`,
    cannotRead: (file: string) => `${file} can't be read as a table. Drop a CSV, TSV, Parquet, Excel or JSON file.`,
  },

  status: {
    notRun: "Not run yet",
    notTrained: "Not trained yet",
    changed: (run: number) => `Changed since run ${run}`,
    changedAnyRun: "Changed since its last run",
    running: (done: number, total: number | null, unit: string) =>
      total === null
        ? `${formatWholeNumber(done)} ${unit}`
        : `${formatWholeNumber(done)} of ${formatWholeNumber(total)} ${unit}`,
    reused: (run: number) => `run ${run}`,
    reusedElsewhere: "from another design",
    failedAtLine: (line: number, after: number | null) =>
      `line ${line}${after === null ? "" : `, after ${formatSeconds(after)}`}`,
    after: (time: number) => `after ${formatSeconds(time)}`,
    rows: (rows: number) => pluralize(rows, "row"),
    unknownModule: "This module is not installed here",
  },

  failure: {
    openScript: (line: number) => `Open script at line ${line}`,
    showLog: "Show log",
    showParameter: "Show the parameter",
  },

  problems: {
    none: "No problems",
    title: "Problems",
    design: "Design",
    fixAll: (problems: number) => (problems === 2 ? "Fix both" : problems === 1 ? "Fix it" : `Fix ${problems}`),
    count: (problems: number) => pluralize(problems, "problem"),
    showMe: "Show me",
    connect: "Connect",
    open: "Show all problems",
    close: "Close",
  },

  bottom: {
    title: "Problems, results, log and history",
    results: "Results",
    log: "Log",
    problems: "Problems",
    close: "Close",
    resize: "Height of this panel",
    noResult: "Nothing to show yet. Run the design, then click a port.",
    noLog: "No output yet. Anything a step prints appears here.",
    allSteps: "All steps",
  },

  run: {
    title: (run: number) => `Run ${run}`,
    none: "No run yet",
    noneHow: "Press Run to see each step, its time and its output here.",
    started: (at: Date, revision: number) => `${capitalize(nameRevision(revision))}, started ${formatClock(at)}`,
    done: (done: number, total: number) => `${done} of ${total} done`,
    failed: (failed: number) => `${failed} failed`,
    notRun: (steps: number) => `${formatWholeNumber(steps)} not run`,
    took: (time: number) => formatSeconds(time),
    steps: "Steps",
    reused: (steps: number, runs: number[]) =>
      `${steps} reused${runs.length > 0 ? ` from ${runs.length === 1 ? "run" : "runs"} ${joinWords(runs.map(String), 3)}` : ""}`,
    earlier: "Earlier runs",
    earlierTook: (run: number, time: number) => `Run ${run} took ${formatSeconds(time)}`,
    report: "Open report",
    log: "Log",
    results: "Results",
    changed: (run: number) => `Changed since run ${run}`,
    leftOut: (names: string[]) => `Not in this run: ${joinWords(names, 4)}.`,
    isolation: (by: string) => `Steps were isolated by ${by}`,
  },

  outline: {
    empty: "Open this design on a wider screen to draw it.",
    open: "Open",
  },

  side: {
    label: "Side pane",
    design: "Design",
    module: "Module",
    run: "Run",
    code: "Code",
    showCode: "Show the design as code",
    close: "Close this pane",
  },

  offline: {
    unreachable: "The server is not responding. Check that designery is still running.",
    waiting: "The page will load as soon as the server responds.",
    part: "This part of the page could not be loaded. Check that designery is still running. If it is, reload the page.",
    banner: (waiting: number) =>
      waiting === 0
        ? "Connection lost. Keep working."
        : `Connection lost. Keep working; ${pluralize(waiting, "edit")} will be saved when the server is back.`,
    slow: (waiting: number) =>
      waiting === 0
        ? "Saving takes longer than usual. Keep working."
        : `Saving takes longer than usual. Keep working; ${pluralize(waiting, "edit")} will be saved in a moment.`,
  },

  signIn: {
    title: "This browser is not signed in.",
    how: "Open the launch link that designery serve printed when it started, or create a new one on that machine:",
    command: "designery link",
    once: "A launch link opens once. The browser stays signed in for 30 days.",
  },

  failures: {
    status: (status: number) => `The server responded with error ${status}. Its log has the details.`,
    server: "Something went wrong on the server.",
    /** Around the id of the error. */
    quote: ["Send error ID", "to the server's administrator."],
    copy: "Copy",
    copied: "Copied",
    noDesign: "This design does not exist.",
    noDesignHow: "It was deleted, or the link is wrong.",
    broken: "This part of the page crashed.",
    brokenHow: "Your design is saved. Reload the page to continue.",
    reload: "Reload",
    noPage: "This page does not exist.",
    noPageHelp: (path: string) => `Nothing is at ${path}. The link may be old, or have a typo. Go on from here:`,
  },

  trust: {
    message: "This design came from elsewhere. Its scripts run only once you trust it.",
    action: "Trust this design",
  },

  shortcuts: { title: "Keyboard shortcuts", search: "Search actions and modules", nothing: "No action matches." },
  designPane: {
    title: "Design",
    description: "What this design is for",
    facts: (modules: number, edges: number) => `${pluralize(modules, "module")}, ${pluralize(edges, "connection")}`,
    lastRun: (run: number, state: string, took: string) =>
      `Run ${run}: ${state.toLowerCase()}${took ? ` after ${took}` : ""}`,
    neverRun: "Not run yet",
    showRun: "Show the run",
    hints: [
      "Click a card to see its parameters.",
      "Click a port to see what came out of it.",
      "Drag from port to port to connect. Release on the canvas to choose the next module.",
    ],
  },
  loading: "Opening",
  cancel: "Cancel",
  close: "Close",
};

function getArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}
