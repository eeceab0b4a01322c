import { expect, test } from "vitest";
import type { Module } from "../api/apiTypes";
import { applyEdits } from "./applyEdits";
import {
  createPortName,
  listPortEdges,
  listUnfitEdges,
  type PortKind,
  planPortChange,
  planScriptModule,
  type ScriptPort,
  toPortName,
} from "./scriptPorts";
import { makeDesign, makeNode, TEST_ACCEPTS, TEST_MODULES } from "./testing/designFixtures";

const makePort = (name: string, was: string | null = name): ScriptPort => ({
  name,
  kind: "table",
  optional: false,
  was,
});

const makeModule = (
  name: string,
  inputs: string[],
  outputs: string[],
  changed: Partial<Module["inputs"][number]> = {},
) => {
  const toPort = (port: string) => ({
    name: port,
    title: port,
    type: "dataset",
    optional: false,
    many: false,
    ...changed,
  });
  return {
    ...TEST_MODULES.get("clean")!,
    ...{ name, widgets: [], inputs: inputs.map(toPort), outputs: outputs.map(toPort) },
  } as unknown as Module;
};

const own = makeModule("own_join", ["left", "right"], ["made", "rest"]);
const modules = new Map(TEST_MODULES).set("own_join", own);
const design = makeDesign({
  data: makeNode("dataset"),
  join: makeNode("own_join", { left: "data.dataset", right: "data.dataset" }),
  again: makeNode("own_join", { left: "join.made" }),
  rows: makeNode("add_rows", { datasets: ["join.rest", "data.dataset", "join.made"] }),
});

test("edges follow ports that are renamed, swapped and moved, in every card of the module", () => {
  const changed = {
    name: "own_join",
    code: "new",
    module: makeModule("own_join", ["left", "right"], ["rest", "result"]),
    ports: {
      inputs: [makePort("left", "right"), makePort("right", "left")],
      outputs: [makePort("rest"), makePort("result", "made")],
    },
  };
  const plan = planPortChange(design, modules, TEST_ACCEPTS, changed);
  const { nodes, modules: codes } = applyEdits(design, plan.edits);
  expect([nodes.join!.inputs, nodes.again!.inputs, nodes.rows!.inputs, codes, plan.lost]).toEqual([
    { left: "data.dataset", right: "data.dataset" },
    { right: "join.result" },
    { datasets: ["join.rest", "data.dataset", "join.result"] },
    { own_join: { code: "new" } },
    [],
  ]);
});

test("edges of a removed port, and those whose type no longer fits, go and are told", () => {
  const ports = { inputs: [makePort("left")], outputs: [makePort("rest")] };
  const removed = { name: "own_join", code: "new", module: makeModule("own_join", ["left"], ["rest"]), ports };
  const plan = planPortChange(design, modules, TEST_ACCEPTS, removed);
  const { nodes } = applyEdits(design, plan.edits);
  expect([nodes.join!.inputs, nodes.again!.inputs, nodes.rows!.inputs]).toEqual([
    { left: "data.dataset" },
    {},
    { datasets: ["join.rest", "data.dataset"] },
  ]);
  expect(plan.lost.map(({ target, input }) => `${target}.${input}`)).toEqual([
    "join.right",
    "again.left",
    "rows.datasets",
  ]);

  const filed = { ...removed, module: makeModule("own_join", ["left"], ["rest"], { type: "file" }) };
  expect(planPortChange(design, modules, TEST_ACCEPTS, filed).lost).toHaveLength(5);
});

test("the edges that another kind of port costs are known before", () => {
  const many = makeModule("own_many", ["frames"], ["made"], { many: true });
  const before = makeDesign({
    data: makeNode("dataset"),
    own: makeNode("own_many", { frames: ["data.dataset", "own2.made"] }),
    own2: makeNode("own_many"),
    rows: makeNode("add_rows", { datasets: ["own.made"] }),
  });
  const list = (side: "inputs" | "outputs", port: string, kind: PortKind) =>
    listUnfitEdges(before, new Map(modules).set("own_many", many), TEST_ACCEPTS, {
      ...{ module: "own_many", side, port, kind },
    }).map(({ source, target }) => `${source} ${target}`);
  expect(list("inputs", "frames", "tables")).toEqual([]);
  expect(list("inputs", "frames", "table")).toEqual(["own2 own"]);
  expect(list("inputs", "frames", "file")).toEqual(["data own", "own2 own"]);
  expect(list("outputs", "made", "table")).toEqual([]);
  expect(list("outputs", "made", "object")).toEqual(["own2 own", "own rows"]);
});

test("a script that becomes a module keeps its edges and those parameters that the module has", () => {
  const script = makeModule("script", ["dataset1", "dataset2"], ["result_dataset", "result_dataset2"]);
  const before = makeDesign({
    data: makeNode("dataset"),
    script: makeNode("script", { dataset1: "data.dataset" }, { parameters: { python_script: "x", secrets: ["a"] } }),
    clean: makeNode("clean", { dataset: "script.result_dataset" }),
  });
  const changed = {
    name: "own_script",
    code: "new",
    module: {
      ...makeModule("own_script", ["frame"], ["result_dataset"]),
      widgets: [{ name: "secrets" }],
    } as unknown as Module,
    ports: { inputs: [makePort("frame")], outputs: [makePort("result_dataset")] },
  };
  const plan = planScriptModule(before, new Map(modules).set("script", script), TEST_ACCEPTS, "script", changed);
  const { nodes } = applyEdits(before, plan.edits);
  expect([nodes.script!.module, nodes.script!.inputs, nodes.script!.parameters, nodes.clean!.inputs]).toEqual([
    "own_script",
    { frame: "data.dataset" },
    { secrets: ["a"] },
    { dataset: "script.result_dataset" },
  ]);
});

test("names of ports are made of what people type, and new ones are free", () => {
  expect([" Sales 2024! ", "größe", "--"].map(toPortName)).toEqual(["sales_2024", "größe", ""]);
  expect(createPortName("table", [makePort("table1"), makePort("table3")])).toBe("table2");
  expect(listPortEdges(design, "own_join", "outputs", "made").map(({ target }) => target)).toEqual(["again", "rows"]);
});
