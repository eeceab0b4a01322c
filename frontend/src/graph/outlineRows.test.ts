import { expect, test } from "vitest";
import type { Problem } from "../api/apiTypes";
import type { Design, Json } from "../api/designDocument";
import { buildOutlineRows, findRowForKey } from "./outlineRows";
import { makeDesign, makeNode, TEST_MODULES } from "./testing/designFixtures";

const problem = { node: "train", message: "Choose the label column.", severity: "error" } as unknown as Problem;

const group = (title: string, parent: string | null = null): Json => ({ title, color: "blue", parent });

function drawn(): Design {
  const nodes = {
    data: makeNode("dataset"),
    clean: makeNode("clean", { dataset: "data.dataset" }, { group: "inner" }),
    learner: makeNode("learner", {}, { y: 200 }),
    train: makeNode(
      "train_model",
      { untrained_model: "learner.untrained_model", dataset: "clean.cleaned" },
      { y: 300 },
    ),
  };
  const groups = { outer: group("Outer"), inner: group("Inner", "outer"), empty: group("Empty") };
  return { ...makeDesign(nodes), groups, notes: { why: { text: "Why", x: 0, y: 0, group: "outer" } } };
}

const rows = (opened: Record<string, boolean> = {}) =>
  buildOutlineRows({
    design: drawn(),
    modules: TEST_MODULES,
    problemsOf: (id) => (id === "train" ? [problem] : []),
    expandedByKey: new Map(Object.entries(opened)),
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
  expect(findRowForKey(all, "data", "ArrowDown")).toBe("group:outer");
  expect(findRowForKey(all, "group:outer", "ArrowRight")).toBe("group:inner");
  expect(findRowForKey(all, "clean", "ArrowLeft")).toBe("group:inner");
  expect(findRowForKey(all, "group:inner", "ArrowLeft")).toBeNull();
  expect(findRowForKey(all, "data", "ArrowUp")).toBe("data");
  expect(findRowForKey(all, "clean", "End")).toBe("group:empty");
  expect(findRowForKey(all, null, "ArrowDown")).toBe("data");
});
