import { expect, test } from "vitest";
import type { Problem } from "../api/types";
import { outlineRows, rowFor } from "./outline";
import { design, modules, node } from "./testing";
import type { Design, Json } from "./types";

const problem = { node: "train", message: "Choose the label column.", severity: "error" } as unknown as Problem;

const group = (title: string, parent: string | null = null): Json => ({ title, color: "blue", parent });

function drawn(): Design {
  const nodes = {
    data: node("dataset"),
    clean: node("clean", { dataset: "data.dataset" }, { group: "inner" }),
    learner: node("learner", {}, { y: 200 }),
    train: node("train_model", { untrained_model: "learner.untrained_model", dataset: "clean.cleaned" }, { y: 300 }),
  };
  const groups = { outer: group("Outer"), inner: group("Inner", "outer"), empty: group("Empty") };
  return { ...design(nodes), groups, notes: { why: { text: "Why", x: 0, y: 0, group: "outer" } } };
}

const rows = (opened: Record<string, boolean> = {}) =>
  outlineRows({
    design: drawn(),
    modules,
    problemsOf: (id) => (id === "train" ? [problem] : []),
    opened: new Map(Object.entries(opened)),
  });

const shape = (opened?: Record<string, boolean>) => rows(opened).map(({ level, key }) => `${level} ${key}`);

test("groups hold their nodes, inner groups and notes, and stand where their first node would", () => {
  expect(shape()).toEqual([
    "1 data",
    "1 group:outer",
    "2 group:inner",
    "3 clean",
    "2 note:why",
    "1 learner",
    "1 train",
    "1 group:empty",
  ]);
});

test("a closed group shows nothing of what is in it", () => {
  expect(shape({ "group:outer": false })).toEqual(["1 data", "1 group:outer", "1 learner", "1 train", "1 group:empty"]);
});

test("an open node shows its problems, what arrives and what leaves", () => {
  const inner = rows({ train: true }).filter(({ parent }) => parent === "train");
  expect(inner.map(({ kind, position, of }) => `${kind} ${position}/${of}`)).toEqual([
    "problem 1/4",
    "input 2/4",
    "input 3/4",
    "output 4/4",
  ]);
  expect(inner[2]).toMatchObject({ edge: { source: "clean", output: "cleaned" } });
});

test("arrows go along the rows that show, into what is open and out of what is inside", () => {
  const all = rows();
  expect(rowFor(all, "data", "ArrowDown")).toBe("group:outer");
  expect(rowFor(all, "group:outer", "ArrowRight")).toBe("group:inner");
  expect(rowFor(all, "clean", "ArrowLeft")).toBe("group:inner");
  expect(rowFor(all, "group:inner", "ArrowLeft")).toBeNull();
  expect(rowFor(all, "data", "ArrowUp")).toBe("data");
  expect(rowFor(all, "clean", "End")).toBe("group:empty");
  expect(rowFor(all, null, "ArrowDown")).toBe("data");
});
