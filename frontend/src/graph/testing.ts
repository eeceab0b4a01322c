/** A small catalog and designs for the tests of this folder. */

import type { Catalog, Module, Port, PortType } from "../api/types";
import type { Modules } from "./ports";
import type { Design, DesignNode } from "./types";

const port = (name: string, type: PortType, many = false): Port => ({ name, title: name, type, optional: false, many });

function module(
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
    parameters: { properties },
    task: null,
    trusted: true,
    deterministic: true,
    palette: true,
    missing: [],
    install: "",
    replaces: [],
    sketch: null,
    keywords: [],
  };
}

export const modules: Modules = new Map(
  [
    module("dataset", [], [port("dataset", "dataset")]),
    module("clean", [port("dataset", "dataset")], [port("cleaned", "dataset"), port("rule", "transformation")], {
      cleaning_mode: { title: "Cleaning mode", type: "string", enum: ["Remove entire row", "Mean"], default: "Mean" },
      columns: { title: "Columns", default: { start: "all", names: [] } },
      minimum: { title: "Minimum", type: "number", default: 0, shown_when: { cleaning_mode: ["Mean"] } },
      seed: { title: "Random seed", type: "integer", default: 0 },
      data: { title: "Data", type: "string", default: "" },
    }),
    module("learner", [], [port("untrained_model", "untrained_model")], {
      trees: { title: "Number of trees", type: "integer", default: 100 },
    }),
    module(
      "train_model",
      [port("untrained_model", "untrained_model"), port("dataset", "dataset")],
      [port("model", "trained_model")],
    ),
    module("add_rows", [port("datasets", "dataset", true)], [port("rows", "dataset")]),
    module("evaluate_model", [port("dataset", "dataset")], [port("evaluation", "evaluation")]),
  ].map((one) => [one.name, one]),
);

export const accepts: Catalog["accepts"] = {
  dataset: ["dataset", "evaluation"],
  untrained_model: ["untrained_model"],
  trained_model: ["trained_model"],
  transformation: ["transformation"],
  evaluation: ["evaluation"],
  file: ["file"],
  image_directory: ["image_directory"],
};

export function node(module: string, inputs: DesignNode["inputs"] = {}, more: Partial<DesignNode> = {}): DesignNode {
  return { module, parameters: {}, inputs, x: 0, y: 0, title: null, note: null, disabled: false, ...more };
}

export function design(nodes: Record<string, DesignNode>): Design {
  return { format: 2, name: "Test", description: "", nodes, notes: {}, groups: {}, parameters: {} };
}
