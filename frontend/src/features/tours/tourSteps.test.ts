import { expect, test } from "vitest";
import type { Module, PortType } from "../../api/apiTypes";
import type { Design, DesignNode } from "../../api/designDocument";
import { listDoneSteps, type TourState } from "./tourSteps";

const port = (type: PortType) => ({ name: type, title: type, type, optional: false, many: false });
const module = (name: string, takes: PortType[], gives: PortType[], role: Module["role"] = null) =>
  ({ name, role, task: null, inputs: takes.map(port), outputs: gives.map(port) }) as unknown as Module;
const MODULES = [
  module("dataset", [], ["dataset"]),
  module("split_data", ["dataset"], ["dataset"], "splitter"),
  module("naive_bayes", [], ["untrained_model"]),
  module("train_model", ["untrained_model", "dataset"], ["trained_model"]),
  module("score_model", ["trained_model", "dataset"], ["dataset"]),
  module("evaluate_model", ["dataset"], ["evaluation"]),
];

const node = (name: string, inputs: Record<string, string> = {}, label?: string): DesignNode => ({
  ...{ module: name, inputs, parameters: label ? { label } : {}, x: 0, y: 0 },
  ...{ title: null, note: null, disabled: false },
});

function seen(nodes: Record<string, DesignNode>, more: Partial<TourState> = {}): TourState {
  const design = { format: 2, name: "", description: "", nodes, notes: {}, groups: {}, parameters: {} } as Design;
  return { design, modules: new Map(MODULES.map((one) => [one.name, one])), states: {}, result: null, ...more };
}

test("on empty paper nothing is done", () => {
  expect(listDoneSteps("first", seen({}), [])).toEqual([]);
});

test("a module counts when it is connected, whatever learner it is", () => {
  const nodes = { a: node("dataset"), b: node("split_data"), c: node("naive_bayes") };
  expect(listDoneSteps("first", seen(nodes), [])).toEqual(["data", "learner"]);
  const connected = { ...nodes, b: node("split_data", { dataset: "a.dataset" }) };
  expect(listDoneSteps("first", seen(connected), [])).toEqual(["data", "split", "learner"]);
});

test("the whole design, run and looked at, is the whole tour", () => {
  const nodes = {
    a: node("dataset"),
    b: node("split_data", { dataset: "a.dataset" }),
    c: node("naive_bayes"),
    d: node("train_model", { untrained_model: "c.untrained_model", dataset: "b.dataset" }, "y"),
    e: node("score_model", { trained_model: "d.trained_model", dataset: "b.dataset" }),
    f: node("evaluate_model", { dataset: "e.dataset" }),
  };
  const result = { node: "f", port: "evaluation" };
  expect(listDoneSteps("first", seen(nodes), [])).not.toContain("run");
  const run = seen(nodes, { states: { f: "succeeded" }, result });
  expect(listDoneSteps("first", run, [])).toHaveLength(9);
  expect(listDoneSteps("result", run, [])).toEqual(["ran", "open", "metrics"]);
});

test("what was seen once stays done", () => {
  expect(listDoneSteps("result", seen({}), ["ran", "open"])).toEqual(["ran", "open"]);
});
