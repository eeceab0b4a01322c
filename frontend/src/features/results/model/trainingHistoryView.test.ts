import { describe, expect, it } from "vitest";
import { findKeptEpoch } from "./TrainingHistoryView";

const losses = (values: (number | null)[]) => [{ figure: "Loss", series: [{ name: "Validation", values }] }];

describe("the epoch that was kept", () => {
  it("is the first one of the least validation loss", () => {
    expect(findKeptEpoch(losses([3, 1, 2, 1]))).toBe(2);
  });

  it("passes over numbers without an end", () => {
    expect(findKeptEpoch(losses([null, 4]))).toBe(2);
  });

  it("is unknown where nothing was watched", () => {
    expect(
      findKeptEpoch([{ figure: "Mean squared error", series: [{ name: "Training", values: [2, 1] }] }]),
    ).toBeNull();
    expect(findKeptEpoch(losses([null]))).toBeNull();
  });
});
