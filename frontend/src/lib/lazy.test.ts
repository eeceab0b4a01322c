import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { loadWithRetry } from "./lazy";

const lost = new Error("lost");

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("addEventListener", () => {});
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A server that does not answer for a number of times. */
const away = (times: number) =>
  vi.stubGlobal("fetch", async () => {
    if (times-- > 0) throw lost;
    return { ok: true };
  });

test("what comes at once is handed on", async () => {
  away(Number.POSITIVE_INFINITY);
  expect(await loadWithRetry(async () => "here")).toBe("here");
});

test("while the server does not answer, a part is asked for again and again", async () => {
  away(3);
  const load = vi
    .fn(async () => "here")
    .mockRejectedValueOnce(lost)
    .mockRejectedValueOnce(lost)
    .mockRejectedValueOnce(lost);
  const part = loadWithRetry(load);
  await vi.runAllTimersAsync();
  expect(await part).toBe("here");
  expect(load).toHaveBeenCalledTimes(4);
});

test("a part that a server which answers does not have is asked for once more, and given up", async () => {
  away(0);
  const load = vi.fn(async () => Promise.reject(lost));
  const refused = expect(loadWithRetry(load)).rejects.toThrow("lost");
  await vi.runAllTimersAsync();
  await refused;
  expect(load).toHaveBeenCalledTimes(2);
});
