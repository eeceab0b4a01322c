/** What the form for the ports of a script says. */

import { joinWords, pluralize } from "./formatting";

const sides = {
  inputs: { one: "input", title: "Inputs", add: "Add input", none: "No inputs." },
  outputs: { one: "output", title: "Outputs", add: "Add output", none: "No outputs." },
};
type Side = keyof typeof sides;

const endWithEdges = (label: string, lost: number): string =>
  lost === 0 ? label : `${label}, and remove ${pluralize(lost, "edge")}`;

const kinds = {
  table: "Table",
  tables: "Tables",
  file: "File",
  model: "Model",
  object: "Object",
};

const nameEdges = (others: string[]): string =>
  others.length === 1 ? `its edge (${others[0]})` : `${others.length} edges (${joinWords(others, 3)})`;

export const scriptPortTexts = {
  title: "Ports",
  sides,
  name: (side: Side, port: string) => `Name of ${sides[side].one} ${port}`,
  kind: (side: Side, port: string) => `Type of ${sides[side].one} ${port}`,
  kinds,
  kindHelp: {
    python: {
      table: "A DataFrame.",
      tables: "A list of DataFrames: any number of edges may end here.",
      file: "The path of a file.",
      model: "A trained model.",
      object: "Any Python object. It goes to the next module in a file.",
    },
    r: {
      table: "A data frame.",
      tables: "A list of data frames: any number of edges may end here.",
      file: "The path of a file.",
      model: "A trained model. R can't read one.",
      object: "Any R object, such as a fitted model. It goes to the next R module in a file.",
    },
  },
  optional: "Optional",
  optionalLabel: (port: string) => `${port} is optional`,
  up: (side: Side, port: string) => `Move ${sides[side].one} ${port} up`,
  down: (side: Side, port: string) => `Move ${sides[side].one} ${port} down`,
  remove: (side: Side, port: string) => `Remove ${sides[side].one} ${port}`,
  lastOutput: "A module needs an output.",
  loses: (port: string, others: string[]) => `Removing ${port} also removes ${nameEdges(others)}.`,
  losesByKind: (port: string, kind: keyof typeof kinds, others: string[]) =>
    `Changing ${port} to ${kinds[kind]} removes ${nameEdges(others)}.`,
  change: "Change",
  changedMeanwhile: "The code changed meanwhile, so the ports stayed as they are. Try again.",
  removeDo: "Remove",
  keep: "Keep",
  shared: (cards: number) => `${cards} cards use this code. All of them change.`,
  unclear: (lines: number[]) =>
    `Check ${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")} of the code: ${lines.length === 1 ? "it" : "each"} must return a value for every output.`,
  labels: {
    added: (side: Side) => sides[side].add,
    renamed: (side: Side, was: string, port: string) => `Rename ${sides[side].one} ${was} to ${port}`,
    changed: (side: Side, port: string, lost: number) =>
      endWithEdges(`Change the type of ${sides[side].one} ${port}`, lost),
    optional: (port: string, optional: boolean) => `Make input ${port} ${optional ? "optional" : "required"}`,
    moved: (side: Side, port: string) => `Move ${sides[side].one} ${port}`,
    removed: (side: Side, port: string, lost: number) => endWithEdges(`Remove ${sides[side].one} ${port}`, lost),
    converted: (title: string, lost: number) => endWithEdges(`Give ${title} ports of its own`, lost),
  },
  convert: "Change the ports",
  convertHelp: "Add, name and type inputs and outputs. The script becomes a module of this design.",
  convertBundle: "Remove the script bundle first. A module takes its files through File inputs.",
  functionTitles: { python: "Python script", r: "R script" },
};
