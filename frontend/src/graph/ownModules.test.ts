import { describe, expect, it } from "vitest";
import { apply } from "./edits";
import { ownName, writeModule } from "./ownModules";
import type { Design } from "./types";

const design: Design = { format: 2, name: "", description: "", nodes: {}, notes: {}, groups: {}, parameters: {} };

describe("own modules", () => {
  it("are named after their function, with a number where that is taken", () => {
    expect(ownName("Flag Outliers", design)).toBe("own_flag_outliers");
    expect(ownName("Flag Outliers", { ...design, modules: { own_flag_outliers: { code: "" } } })).toBe(
      "own_flag_outliers_2",
    );
    expect(ownName("Größe", design)).toBe("own_gr_e");
  });

  it("find a place in a design of an earlier version", () => {
    expect(apply(design, writeModule(design, "own_a", "def a(): ...")).modules).toEqual({
      own_a: { code: "def a(): ..." },
    });
  });
});
