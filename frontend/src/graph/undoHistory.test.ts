import { expect, test } from "vitest";
import type { Edit } from "../api/designDocument";
import { applyEdits, invertEdits } from "./applyEdits";
import { makeDesign, makeNode } from "./testing/designFixtures";
import {
  EMPTY_HISTORY,
  getRedoEdits,
  getUndoEdits,
  type HistoryEntry,
  recordEntry,
  repeatEntry,
  takeBackEntry,
} from "./undoHistory";

const start = makeDesign({ a: makeNode("dataset") });

const entry = (label: string, at: number, path = [label], kind = label): HistoryEntry => ({
  label,
  kind,
  time: at,
  edits: [{ path, value: at }],
  inverse: [{ path, value: -at }],
  before: start,
  after: start,
});

test("undo gives the last entry and redo gives it back", () => {
  const history = recordEntry(recordEntry(EMPTY_HISTORY, entry("a", 1)), entry("b", 2));
  const undone = takeBackEntry(history)!;
  expect(undone.entry.label).toBe("b");
  const redone = repeatEntry(undone.history)!;
  expect(redone.entry.label).toBe("b");
  expect(redone.history.past.map((one) => one.label)).toEqual(["a", "b"]);
});

test("a new change forgets what had been undone", () => {
  const undone = takeBackEntry(recordEntry(EMPTY_HISTORY, entry("a", 1)))!.history;
  expect(repeatEntry(recordEntry(undone, entry("b", 2)))).toBeNull();
});

test("typing in one field is undone in one go", () => {
  const path = ["nodes", "a", "title"];
  const history = recordEntry(recordEntry(EMPTY_HISTORY, entry("type", 1000, path)), entry("type", 1400, path));
  expect(history.past).toEqual([{ ...entry("type", 1400, path), inverse: [{ path, value: -1000 }] }]);
});

test("two changes of one field with a pause between are undone one by one", () => {
  const path = ["nodes", "a", "title"];
  expect(
    recordEntry(recordEntry(EMPTY_HISTORY, entry("type", 1000, path)), entry("type", 9000, path)).past,
  ).toHaveLength(2);
});

test("another kind of change of the same field is undone on its own", () => {
  const path = ["nodes", "a", "title"];
  const typed = recordEntry(EMPTY_HISTORY, entry("type", 1000, path));
  expect(recordEntry(typed, entry("Restored a version", 1400, path)).past).toHaveLength(2);
});

test("an empty history has nothing to undo or redo", () => {
  expect([takeBackEntry(EMPTY_HISTORY), repeatEntry(EMPTY_HISTORY)]).toEqual([null, null]);
});

function done(edits: Edit[], before = start): HistoryEntry {
  return {
    label: "",
    kind: "",
    time: 1,
    edits,
    inverse: invertEdits(before, edits),
    before,
    after: applyEdits(before, edits),
  };
}

test("undo leaves alone what another has set since, and takes back the rest", () => {
  const entry = done([
    { path: ["nodes", "a", "x"], value: 5 },
    { path: ["nodes", "a", "y"], value: 6 },
  ]);
  const now = applyEdits(entry.after, [{ path: ["nodes", "a", "x"], value: 99 }]);
  expect(getUndoEdits(entry, now)).toEqual([{ path: ["nodes", "a", "y"], value: 0 }]);
  expect(getRedoEdits(entry, applyEdits(now, getUndoEdits(entry, now)))).toEqual([
    { path: ["nodes", "a", "y"], value: 6 },
  ]);
});

test("a node that another has worked on since is not taken away by undoing its making", () => {
  const entry = done([{ path: ["nodes", "b"], value: { ...makeNode("clean") } }]);
  expect(getUndoEdits(entry, entry.after)).toEqual([{ path: ["nodes", "b"] }]);
  const now = applyEdits(entry.after, [{ path: ["nodes", "b", "parameters", "seed"], value: 3 }]);
  expect(getUndoEdits(entry, now)).toEqual([]);
});

test("an edge is undone whatever others have connected beside it", () => {
  const rows = makeDesign({ a: makeNode("dataset"), rows: makeNode("add_rows", { datasets: ["a.dataset"] }) });
  const path = ["nodes", "rows", "inputs", "datasets"];
  const entry = done([{ path: [...path, "b.dataset"], value: null }], rows);
  const now = applyEdits(entry.after, [{ path: [...path, "c.dataset"], value: 0 }]);
  expect(applyEdits(now, getUndoEdits(entry, now)).nodes.rows!.inputs).toEqual({
    datasets: ["c.dataset", "a.dataset"],
  });
});

test("typing in one field is one entry, named after what was typed last", () => {
  const typed = (label: string, at: number) =>
    entry(label, at, ["nodes", "split", "parameters", "fraction"], "Set Fraction");
  const { past } = recordEntry(
    recordEntry(EMPTY_HISTORY, typed("Set Fraction to 0.7", 1)),
    typed("Set Fraction to 0.75", 400),
  );
  expect(past.map(({ label }) => label)).toEqual(["Set Fraction to 0.75"]);
});
