import { expect, test } from "vitest";
import { isStacked, placed } from "./places";
import { design, node } from "./testing";
import type { DesignNode } from "./types";

function lost(module: string, inputs: DesignNode["inputs"] = {}): DesignNode {
  const { x: _, y: __, ...rest } = node(module, inputs);
  return rest as DesignNode;
}

test("nodes without a place stand in a column, what feeds above what is fed", () => {
  const drawn = placed(design({ clean: lost("clean", { dataset: "cars.dataset" }), cars: lost("dataset") }));
  expect([drawn.nodes.cars!.y, drawn.nodes.clean!.y]).toEqual([0, 104]);
});

test("nodes with a place keep it, the others stand below them", () => {
  const drawn = placed(design({ cars: node("dataset", {}, { x: 80, y: 200 }), clean: lost("clean") }));
  expect([drawn.nodes.cars, drawn.nodes.clean].map((one) => [one!.x, one!.y])).toEqual([
    [80, 200],
    [80, 304],
  ]);
});

test("cards at one place are a stack, a single one is not", () => {
  const stacks = [design({ a: node("dataset"), b: node("clean") }), design({ a: node("dataset") })];
  expect(stacks.map(isStacked)).toEqual([true, false]);
});

test("a design with all its places is left as it is", () => {
  const drawn = design({ cars: node("dataset") });
  expect(placed(drawn)).toBe(drawn);
});
