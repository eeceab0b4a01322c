/** Sample data that come while the page is open. */

import { expect, test, vi } from "vitest";
import { followSampleImport, type ImportProgressSource } from "./sampleImport";

vi.mock("../api/queries", () => ({ queryClient: {} }));
vi.mock("../api/client", () => ({ get: null }));
vi.mock("./library", () => ({ loadDatasets: null }));

/** A server that says these numbers one after another; null is no answer. */
function world(answers: (number | null)[]) {
  const seen: string[] = [];
  const made: ImportProgressSource = {
    countRemaining: async () => {
      const next = answers.shift();
      if (next === undefined || next === null) throw new Error("no answer");
      return next;
    },
    refreshDatasets: async () => void seen.push("read"),
    wait: async (milliseconds) => void seen.push(`wait ${milliseconds}`),
  };
  return { made, seen };
}

test("datasets are read whenever another has come, and no more once all are there", async () => {
  const { made, seen } = world([2, 2, 1, 0]);
  await followSampleImport(made);
  expect(seen).toEqual(["read", "wait 700", "wait 700", "read", "wait 700", "read"]);
});

test("a server that is away for a moment is asked again, more rarely each time", async () => {
  const { made, seen } = world([1, null, null, 0]);
  await followSampleImport(made);
  expect(seen).toEqual(["read", "wait 700", "wait 1400", "wait 2800", "read"]);
});

test("a server that is gone is given up", async () => {
  const { made, seen } = world([]);
  await followSampleImport(made);
  expect(seen.at(-1)).toBe("wait 22400");
  expect(seen).not.toContain("read");
});
