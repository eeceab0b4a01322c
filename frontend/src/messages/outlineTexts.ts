/** What the outline, the list of matching ports and the live region say. */

import { pluralize } from "./formatting";

export const outlineTexts = {
  actions: {
    beside: "Show or hide the outline",
    instead: "Show the outline in place of the canvas",
    connectByList: "Connect, from a list of matching ports",
  },
  label: "Outline",
  tools: "Add to the outline",
  add: "Add a module",
  addNote: "Add a note",
  full: "In place of the canvas",
  both: "Beside the canvas",
  close: "Close the outline",
  keys: "Arrows walk, Enter opens, C connects, Del removes, F2 renames",
  empty: "Nothing here yet.",
  menu: (name: string) => `More for ${name}`,
  group: (title: string, nodes: number, folded: boolean) =>
    `Group ${title}, ${pluralize(nodes, "module")}${folded ? ", folded on the canvas" : ""}`,
  note: (text: string) => `Note: ${text.split("\n")[0]!.replace(/^#+ /, "").slice(0, 80) || "empty"}`,
  node: (title: string, status: string, problems: number, advice: number) =>
    [title, status, problems > 0 && pluralize(problems, "problem"), advice > 0 && pluralize(advice, "hint")]
      .filter(Boolean)
      .join(", "),
  input: (port: string, from: string | null, optional: boolean) =>
    from === null ? `Input ${port}, not connected${optional ? ", optional" : ""}` : `Input ${port}, from ${from}`,
  output: (port: string, to: string, fact: string) =>
    [`Output ${port}`, to ? `to ${to}` : "not connected", fact].filter(Boolean).join(", "),
  problem: (message: string, fix: string | null) => `Problem: ${message}${fix === null ? "" : ` Enter: ${fix}`}`,
  advice: (message: string, fix: string | null) => `Advice: ${message}${fix === null ? "" : ` Enter: ${fix}`}`,
  from: "from",
  to: "to",
  notConnected: "not connected",
  optional: "optional",
  portOf: (node: string, port: string) => `${node}: ${port}`,
  rename: (name: string) => `New name of ${name}`,
  noteText: "Text of the note",
  renamed: (before: string, after: string) => `Renamed ${before} to ${after}`,
  noteWritten: "Edited a note",
  connecting: {
    output: (port: string, node: string) => `Connect ${port} of ${node} to`,
    input: (port: string, node: string) => `Choose a source for ${port} of ${node}`,
    search: "Search matching ports",
    list: "Matching ports",
    connected: "connected, Enter disconnects",
    taken: "replaces another connection",
    nothing: "No port in this design matches yet.",
    add: "Add a matching module",
  },
  phone: { label: "What to show", outline: "Outline", results: "Results", problems: "Problems", canvas: "Canvas" },
  announcements: {
    undone: (label: string) => `Undone: ${label}`,
    redone: (label: string) => `Redone: ${label}`,
    started: (run: number) => `Run ${run} started`,
    ended: (run: number, state: string) => `Run ${run}: ${state}`,
    failed: (name: string, message: string) => `${name} failed. ${message}`,
    problems: (problems: number, first: string) => `${pluralize(problems, "problem")}. ${first}`,
    problemsLeft: (problems: number) => `${pluralize(problems, "problem")} left`,
    noProblems: "No problems left",
    shown: (title: string) => `The result of ${title} is shown below. Press F6 to go there.`,
  },
};
