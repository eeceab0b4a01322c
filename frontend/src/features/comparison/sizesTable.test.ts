import { describe, expect, it } from "vitest";
import type { ComparedNode } from "../../api/apiTypes";
import { findBestMetricValue } from "./MetricsTable";
import { buildSizeRows } from "./SizesTable";

const step = (rows: number, columns: Record<string, string>) => ({
  state: "succeeded",
  seconds: 0,
  columns: { out: columns },
  outputs: { out: { rows, columns: Object.keys(columns).length } },
});

const compared = (...steps: unknown[]) => [{ node: "a", title: "Clean", steps }] as unknown as ComparedNode[];

describe("rows and columns side by side", () => {
  it("leave out what is the same", () => {
    expect(buildSizeRows(compared(step(3, { x: "real" }), step(3, { x: "real" })))).toEqual([]);
  });

  it("name columns that came, went or became another type", () => {
    const [row] = buildSizeRows(compared(step(3, { x: "real", y: "text" }), step(2, { x: "integer", z: "text" })));
    expect(row!.sizes).toEqual(["3 × 2", "2 × 2"]);
    expect(row!.columns[1]).toBe("added: z; removed: y; type changed: x");
  });

  it("say where there was no such table", () => {
    expect(buildSizeRows(compared(step(3, { x: "real" }), null))[0]!.sizes).toEqual(["3 × 1", "none"]);
  });
});

describe("the best of a row of metrics", () => {
  it("is the lowest error and the highest score", () => {
    expect(findBestMetricValue("Mean_Absolute_Error", [3, 2, null])).toBe(2);
    expect(findBestMetricValue("AUC", [0.8, 0.9])).toBe(0.9);
  });

  it("is none where all are the same", () => {
    expect(findBestMetricValue("AUC", [0.8, 0.8])).toBe(null);
  });
});
