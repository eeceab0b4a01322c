/** The canvas does not move by itself between press and release, nor under what is about to be pressed. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { moveOncePointerRests } from "./pointerHold";

const fire = (kind: string) => window.dispatchEvent(new Event(kind));

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  fire("pointerup");
  vi.runAllTimers();
  vi.useRealTimers();
});

test("with no button down it moves at once", () => {
  const move = vi.fn();
  moveOncePointerRests(move);
  expect(move).toHaveBeenCalledOnce();
});

test("while a button is down it waits for the release and the click after it", () => {
  const happened: string[] = [];
  fire("pointerdown");
  moveOncePointerRests(() => happened.push("moved"));
  fire("pointerup");
  happened.push("clicked");
  vi.runAllTimers();
  expect(happened).toEqual(["clicked", "moved"]);
});

test("a drag that the browser takes over ends the wait too", () => {
  const move = vi.fn();
  fire("pointerdown");
  moveOncePointerRests(move);
  fire("pointercancel");
  vi.runAllTimers();
  expect(move).toHaveBeenCalledOnce();
});

test("under a port that is pointed at it waits until the pointer goes on", () => {
  const move = vi.fn();
  const found = vi.spyOn(document, "querySelector").mockReturnValue(document.createElement("i"));
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
  moveOncePointerRests(move);
  fire("pointermove");
  expect(move).not.toHaveBeenCalled();
  found.mockRestore();
  fire("pointermove");
  expect(move).toHaveBeenCalledOnce();
});

test("what is asked for twice is done once", () => {
  const move = vi.fn();
  fire("pointerdown");
  moveOncePointerRests(move);
  moveOncePointerRests(move);
  fire("pointerup");
  vi.runAllTimers();
  expect(move).toHaveBeenCalledOnce();
});
