import { expect, test } from "vitest";
import type { Edit } from "../api/designDocument";
import { applyEdits } from "./applyEdits";
import {
  acknowledgeChange,
  addChange,
  applyConfirmedChange,
  type Change,
  createLocalCopy,
  discardChange,
  type LocalCopy,
  listUnsentChanges,
  rebaseLocalCopy,
} from "./localCopy";
import { makeDesign, makeNode } from "./testing/designFixtures";

const start = makeDesign({ a: makeNode("dataset") });
const set = (value: number, key = "x"): Edit[] => [{ path: ["nodes", "a", key], value }];
const change = (id: string, edits: Edit[]): Change => ({ id, label: id, edits, revision: null });

test("two tabs that change one value at once end with what the server got last", () => {
  let [left, right] = [createLocalCopy(start, 0), createLocalCopy(start, 0)];
  left = addChange(left, change("left", set(1)));
  right = addChange(right, change("right", set(2)));
  // The server got left's first; right hears of it while its own is under way.
  left = acknowledgeChange(left, "left", 1);
  right = applyConfirmedChange(right, { revision: 1, edits: set(1) })!;
  expect(right.document.nodes.a!.x).toBe(2);
  right = acknowledgeChange(right, "right", 2);
  left = applyConfirmedChange(left, { revision: 1, edits: set(1), id: "left" })!;
  left = applyConfirmedChange(left, { revision: 2, edits: set(2) })!;
  right = applyConfirmedChange(right, { revision: 2, edits: set(2), id: "right" })!;
  expect([left.document, right.document]).toEqual([applyEdits(start, set(2)), applyEdits(start, set(2))]);
  expect([left.changes, right.changes]).toEqual([[], []]);
});

test("an answer that overtakes earlier events does not disturb their order", () => {
  let tab = addChange(createLocalCopy(start, 0), change("own", set(5)));
  tab = acknowledgeChange(tab, "own", 2);
  tab = applyConfirmedChange(tab, { revision: 1, edits: set(1) })!;
  expect(tab.document.nodes.a!.x).toBe(5);
});

test("the echo of a change is as good as the answer to it", () => {
  let tab = addChange(createLocalCopy(start, 0), change("own", set(5)));
  tab = applyConfirmedChange(tab, { revision: 1, edits: set(5), id: "own" })!;
  expect(tab.changes).toEqual([]);
  expect(tab.document.nodes.a!.x).toBe(5);
});

test("a change that the server had before, and that another has overwritten, is not seen again", () => {
  const state = applyEdits(start, set(9));
  const tab = acknowledgeChange(createLocalCopy(state, 6, [change("left over", set(5))]), "left over", 5);
  expect(tab.document).toEqual(state);
});

test("a missing revision asks for the whole state", () => {
  expect(applyConfirmedChange(createLocalCopy(start, 3), { revision: 5, edits: set(1) })).toBeNull();
});

test("an old revision is heard once", () => {
  const tab = createLocalCopy(start, 3);
  expect(applyConfirmedChange(tab, { revision: 3, edits: set(1) })).toBe(tab);
});

test("unsent changes stay over a state that was read again", () => {
  const tab: LocalCopy = addChange(createLocalCopy(start, 0), change("own", set(5)));
  const again = rebaseLocalCopy(tab, applyEdits(start, set(9, "y")), 4);
  expect(again.document.nodes.a).toMatchObject({ x: 5, y: 9 });
  expect(listUnsentChanges(again)).toHaveLength(1);
});

test("a refused change is taken off", () => {
  const tab = addChange(addChange(createLocalCopy(start, 0), change("bad", set(5))), change("good", set(7, "y")));
  expect(discardChange(tab, "bad").document.nodes.a).toMatchObject({ x: 0, y: 7 });
});
