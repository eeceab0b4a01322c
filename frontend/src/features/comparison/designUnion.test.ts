import { describe, expect, it } from "vitest";
import type { Design, DesignNode } from "../../api/designDocument";
import { uniteDesigns } from "./designUnion";

const node = (inputs: Record<string, string> = {}): DesignNode => ({
  module: "m",
  parameters: {},
  inputs,
  x: 0,
  y: 0,
  title: null,
  note: null,
  disabled: false,
});

const design = (nodes: Record<string, DesignNode>): Design => ({
  format: 2,
  name: "",
  description: "",
  nodes,
  notes: {},
  groups: {},
  parameters: {},
});

const old = design({ data: node(), gone: node({ a: "data.out" }), end: node({ a: "gone.out" }) });
const now = design({ data: node(), fresh: node({ a: "data.out" }), end: node({ a: "fresh.out" }) });

describe("two designs in one drawing", () => {
  it("has the nodes of both, each with what became of it", () => {
    const marks = uniteDesigns(old, now, new Set(["end"])).nodes.map(({ id, mark }) => [id, mark]);
    expect(marks).toEqual([
      ["data", null],
      ["fresh", "added"],
      ["end", "changed"],
      ["gone", "removed"],
    ]);
  });

  it("has the edges of both", () => {
    const marks = uniteDesigns(old, now, new Set()).edges.map(({ id, mark }) => [id, mark]);
    expect(marks).toEqual([
      ["data.out fresh.a", "added"],
      ["fresh.out end.a", "added"],
      ["data.out gone.a", "removed"],
      ["gone.out end.a", "removed"],
    ]);
  });

  it("leaves out edges whose ends are not there", () => {
    expect(uniteDesigns(design({}), design({ end: node({ a: "nowhere.out" }) }), new Set()).edges).toEqual([]);
  });
});
