import { expect, test } from "vitest";
import { apply } from "./edits";
import { acknowledged, arrived, type Change, made, type Replica, refused, replica, reread, unsent } from "./replica";
import { design, node } from "./testing";
import type { Edit } from "./types";

const start = design({ a: node("dataset") });
const set = (value: number, key = "x"): Edit[] => [{ path: ["nodes", "a", key], value }];
const change = (id: string, edits: Edit[]): Change => ({ id, label: id, edits, revision: null });

test("two tabs that change one value at once end with what the server got last", () => {
  let [left, right] = [replica(start, 0), replica(start, 0)];
  left = made(left, change("left", set(1)));
  right = made(right, change("right", set(2)));
  // The server got left's first; right hears of it while its own is under way.
  left = acknowledged(left, "left", 1);
  right = arrived(right, { revision: 1, edits: set(1) })!;
  expect(right.document.nodes.a!.x).toBe(2);
  right = acknowledged(right, "right", 2);
  left = arrived(left, { revision: 1, edits: set(1), id: "left" })!;
  left = arrived(left, { revision: 2, edits: set(2) })!;
  right = arrived(right, { revision: 2, edits: set(2), id: "right" })!;
  expect([left.document, right.document]).toEqual([apply(start, set(2)), apply(start, set(2))]);
  expect([left.changes, right.changes]).toEqual([[], []]);
});

test("an answer that overtakes earlier events does not disturb their order", () => {
  let tab = made(replica(start, 0), change("own", set(5)));
  tab = acknowledged(tab, "own", 2);
  tab = arrived(tab, { revision: 1, edits: set(1) })!;
  expect(tab.document.nodes.a!.x).toBe(5);
});

test("the echo of a change is as good as the answer to it", () => {
  let tab = made(replica(start, 0), change("own", set(5)));
  tab = arrived(tab, { revision: 1, edits: set(5), id: "own" })!;
  expect(tab.changes).toEqual([]);
  expect(tab.document.nodes.a!.x).toBe(5);
});

test("a change that the server had before, and that another has overwritten, is not seen again", () => {
  const state = apply(start, set(9));
  const tab = acknowledged(replica(state, 6, [change("left over", set(5))]), "left over", 5);
  expect(tab.document).toEqual(state);
});

test("a missing revision asks for the whole state", () => {
  expect(arrived(replica(start, 3), { revision: 5, edits: set(1) })).toBeNull();
});

test("an old revision is heard once", () => {
  const tab = replica(start, 3);
  expect(arrived(tab, { revision: 3, edits: set(1) })).toBe(tab);
});

test("unsent changes stay over a state that was read again", () => {
  const tab: Replica = made(replica(start, 0), change("own", set(5)));
  const again = reread(tab, apply(start, set(9, "y")), 4);
  expect(again.document.nodes.a).toMatchObject({ x: 5, y: 9 });
  expect(unsent(again)).toHaveLength(1);
});

test("a refused change is taken off", () => {
  const tab = made(made(replica(start, 0), change("bad", set(5))), change("good", set(7, "y")));
  expect(refused(tab, "bad").document.nodes.a).toMatchObject({ x: 0, y: 7 });
});
