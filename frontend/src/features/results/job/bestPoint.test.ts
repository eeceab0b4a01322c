import { describe, expect, it } from "vitest";
import { findBestPoint } from "./bestPoint";

const make = (name: string, values: number[]) => ({
  name,
  values,
  steps: values.map((_, at) => at),
  count: values.length,
});

describe("the best point of a metric", () => {
  it("is the lowest of an error and the highest of a score", () => {
    expect(findBestPoint(make("val_rmse", [3, 1, 2]))).toEqual({ best: 1, best_value: 1 });
    expect(findBestPoint(make("accuracy", [0.5, 0.9, 0.7]))).toEqual({ best: 1, best_value: 0.9 });
  });

  it("is not guessed where the name does not say which way is better", () => {
    expect(findBestPoint(make("seconds", [3, 1, 2]))).toEqual({ best: null, best_value: null });
  });
});
