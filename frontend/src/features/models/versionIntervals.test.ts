import { describe, expect, it } from "vitest";
import { layOutIntervals } from "./versionIntervals";

describe("intervals of versions", () => {
  it("share one scale, on which the champion stands", () => {
    const intervals = [
      { version: 2, low: 10, high: 30, rows: 60 },
      { version: 1, low: 20, high: 50, rows: 60 },
    ];
    const values = [
      { version: 3, value: undefined },
      { version: 2, value: 20 },
      { version: 1, value: 30 },
    ];
    expect(layOutIntervals(intervals, values, 1)).toEqual({
      low: 10,
      high: 50,
      champion: 0.5,
      placed: [
        { version: 2, low: 0, high: 0.5, value: 0.25 },
        { version: 1, low: 0.25, high: 1, value: 0.5 },
      ],
    });
  });

  it("are not drawn where no version has one, and have no champion where there is none", () => {
    expect(layOutIntervals([], [{ version: 1, value: 3 }], 1)).toBeNull();
    const flat = layOutIntervals([{ version: 1, low: 3, high: 3, rows: 9 }], [{ version: 1, value: 3 }], undefined);
    expect(flat).toEqual({
      low: 3,
      high: 3,
      champion: null,
      placed: [{ version: 1, low: 0.5, high: 0.5, value: 0.5 }],
    });
  });
});
