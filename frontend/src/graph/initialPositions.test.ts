import { expect, test } from "vitest";
import type { DesignNode } from "../api/designDocument";
import { hasStackedNodes, placeUnplacedNodes } from "./initialPositions";
import { makeDesign, makeNode } from "./testing/designFixtures";

function lost(module: string, inputs: DesignNode["inputs"] = {}): DesignNode {
  const { x: _, y: __, ...rest } = makeNode(module, inputs);
  return rest as DesignNode;
}

test("nodes without a place stand in a column, what feeds above what is fed", () => {
  const drawn = placeUnplacedNodes(
    makeDesign({ clean: lost("clean", { dataset: "cars.dataset" }), cars: lost("dataset") }),
  );
  expect([drawn.nodes.cars!.y, drawn.nodes.clean!.y]).toEqual([0, 104]);
});

test("nodes with a place keep it, the others stand below them", () => {
  const drawn = placeUnplacedNodes(
    makeDesign({ cars: makeNode("dataset", {}, { x: 80, y: 200 }), clean: lost("clean") }),
  );
  expect([drawn.nodes.cars, drawn.nodes.clean].map((one) => [one!.x, one!.y])).toEqual([
    [80, 200],
    [80, 304],
  ]);
});

test("cards at one place are a stack, a single one is not", () => {
  const stacks = [makeDesign({ a: makeNode("dataset"), b: makeNode("clean") }), makeDesign({ a: makeNode("dataset") })];
  expect(stacks.map(hasStackedNodes)).toEqual([true, false]);
});

test("a design with all its places is left as it is", () => {
  const drawn = makeDesign({ cars: makeNode("dataset") });
  expect(placeUnplacedNodes(drawn)).toBe(drawn);
});
