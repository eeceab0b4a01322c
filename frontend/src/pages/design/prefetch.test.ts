import { afterEach, expect, test, vi } from "vitest";
import { savesData } from "./prefetch";

afterEach(() => vi.unstubAllGlobals());

test("data are saved where the browser was told to, and only there", () => {
  const cases = [{ connection: { saveData: true } }, { connection: { saveData: false } }, { connection: {} }, {}];
  const found = cases.map((navigator) => {
    vi.stubGlobal("navigator", navigator);
    return savesData();
  });
  expect(found).toEqual([true, false, false, false]);
});
