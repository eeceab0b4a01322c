import { expect, test } from "vitest";
import { EMPTY, type Entry, record, redo, undo } from "./history";

const entry = (label: string, at: number, path = [label]): Entry => ({
  label,
  at,
  edits: [{ path, value: at }],
  inverse: [{ path, value: -at }],
});

test("undo gives the last entry and redo gives it back", () => {
  const history = record(record(EMPTY, entry("a", 1)), entry("b", 2));
  const undone = undo(history)!;
  expect(undone.entry.label).toBe("b");
  const redone = redo(undone.history)!;
  expect(redone.entry.label).toBe("b");
  expect(redone.history.past.map((one) => one.label)).toEqual(["a", "b"]);
});

test("a new change forgets what had been undone", () => {
  const undone = undo(record(EMPTY, entry("a", 1)))!.history;
  expect(redo(record(undone, entry("b", 2)))).toBeNull();
});

test("typing in one field is undone in one go", () => {
  const path = ["nodes", "a", "title"];
  const history = record(record(EMPTY, entry("type", 1000, path)), entry("type", 1400, path));
  expect(history.past).toEqual([{ ...entry("type", 1400, path), inverse: [{ path, value: -1000 }] }]);
});

test("two changes of one field with a pause between are undone one by one", () => {
  const path = ["nodes", "a", "title"];
  expect(record(record(EMPTY, entry("type", 1000, path)), entry("type", 9000, path)).past).toHaveLength(2);
});

test("another kind of change of the same field is undone on its own", () => {
  const path = ["nodes", "a", "title"];
  const typed = record(EMPTY, entry("type", 1000, path));
  expect(record(typed, entry("Restored a version", 1400, path)).past).toHaveLength(2);
});

test("an empty history has nothing to undo or redo", () => {
  expect([undo(EMPTY), redo(EMPTY)]).toEqual([null, null]);
});
