/** A small catalog and designs for the tests of this folder. */

import type { Catalog, Module, Port, PortType } from "../../api/apiTypes";
import type { Design, DesignNode } from "../../api/designDocument";
import type { Modules } from "../ports";

const makePort = (name: string, type: PortType, many = false): Port => ({
  name,
  title: name,
  type,
  optional: false,
  many,
});

function makeModule(
  name: string,
  inputs: Port[],
  outputs: Port[],
  properties: Module["parameters"]["properties"] = {},
): Module {
  return {
    name,
    title: name.replaceAll("_", " "),
    category: "Data Transformation",
    icon: "box",
    summary: `Does ${name}.`,
    help: "",
    inputs,
    outputs,
    widgets: [],
    parameters: { properties },
    task: null,
    trusted: true,
    deterministic: true,
    palette: true,
    role: null,
    missing: [],
    install: "",
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
      {
        cleaning_mode: { title: "Cleaning mode", type: "string", enum: ["Remove entire row", "Mean"], default: "Mean" },
        columns: { title: "Columns", default: { start: "all", names: [] } },
        minimum: { title: "Minimum", type: "number", default: 0, shown_when: { cleaning_mode: ["Mean"] } },
        seed: { title: "Random seed", type: "integer", default: 0 },
        data: { title: "Data", type: "string", default: "" },
      },
    ),
    makeModule("learner", [], [makePort("untrained_model", "untrained_model")], {
      trees: { title: "Number of trees", type: "integer", default: 100 },
    }),
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
