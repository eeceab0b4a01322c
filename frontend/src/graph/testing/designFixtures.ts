/** A small catalog and designs for the tests of this folder. */

import type { Catalog, Module, ParameterWidget, Port, PortType } from "../../api/apiTypes";
import type { Design, DesignNode } from "../../api/designDocument";
import type { Modules } from "../ports";
import { makeWidget } from "./widgetFixtures";

const makePort = (name: string, type: PortType, many = false): Port => ({
  name,
  title: name,
  type,
  optional: false,
  many,
});

function makeModule(name: string, inputs: Port[], outputs: Port[], widgets: ParameterWidget[] = []): Module {
  return {
    name,
    title: name.replaceAll("_", " "),
    category: "Data Transformation",
    palette_group: "",
    icon: "box",
    summary: `Does ${name}.`,
    help: "",
    inputs,
    outputs,
    widgets,
    parameters: {},
    task: null,
    trusted: true,
    deterministic: true,
    palette: true,
    role: null,
    missing: [],
    install: "",
    extras: [],
    replaces: [],
    sketch: null,
    keywords: [],
  };
}

export const TEST_MODULES: Modules = new Map(
  [
    makeModule("dataset", [], [makePort("dataset", "dataset")]),
    makeModule(
      "clean",
      [makePort("dataset", "dataset")],
      [makePort("cleaned", "dataset"), makePort("rule", "transformation")],
      [
        makeWidget("choice", "cleaning_mode", {
          title: "Cleaning mode",
          options: ["Remove entire row", "Mean"],
          default: "Mean",
        }),
        makeWidget("columns", "columns", { title: "Columns", default: { start: "all", names: [] } }),
        makeWidget("number", "minimum", { title: "Minimum", default: 0, shown_when: { cleaning_mode: ["Mean"] } }),
        makeWidget("number", "seed", { title: "Random seed", whole: true, default: 0 }),
        makeWidget("text", "data", { title: "Data", default: "" }),
      ],
    ),
    makeModule(
      "learner",
      [],
      [makePort("untrained_model", "untrained_model")],
      [makeWidget("number", "trees", { title: "Number of trees", whole: true, default: 100 })],
    ),
    makeModule(
      "train_model",
      [makePort("untrained_model", "untrained_model"), makePort("dataset", "dataset")],
      [makePort("model", "trained_model")],
    ),
    makeModule("add_rows", [makePort("datasets", "dataset", true)], [makePort("rows", "dataset")]),
    makeModule("evaluate_model", [makePort("dataset", "dataset")], [makePort("evaluation", "evaluation")]),
  ].map((one) => [one.name, one]),
);

export const TEST_ACCEPTS: Catalog["accepts"] = {
  dataset: ["dataset", "evaluation"],
  untrained_model: ["untrained_model"],
  trained_model: ["trained_model"],
  transformation: ["transformation"],
  evaluation: ["evaluation"],
  file: ["file"],
  image_directory: ["image_directory"],
};

export function makeNode(
  module: string,
  inputs: DesignNode["inputs"] = {},
  more: Partial<DesignNode> = {},
): DesignNode {
  return { module, parameters: {}, inputs, x: 0, y: 0, title: null, note: null, disabled: false, ...more };
}

export function makeDesign(nodes: Record<string, DesignNode>): Design {
  return { format: 2, name: "Test", description: "", nodes, notes: {}, groups: {}, parameters: {} };
}
