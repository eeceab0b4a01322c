import { describe, expect, it } from "vitest";
import { keptEpoch } from "./History";

const losses = (values: (number | null)[]) => [{ figure: "Loss", series: [{ name: "Validation", values }] }];

describe("the epoch that was kept", () => {
  it("is the first one of the least validation loss", () => {
    expect(keptEpoch(losses([3, 1, 2, 1]))).toBe(2);
  });

  it("passes over numbers without an end", () => {
    expect(keptEpoch(losses([null, 4]))).toBe(2);
  });

  it("is unknown where nothing was watched", () => {
    expect(keptEpoch([{ figure: "Mean squared error", series: [{ name: "Training", values: [2, 1] }] }])).toBeNull();
    expect(keptEpoch(losses([null]))).toBeNull();
  });
});
