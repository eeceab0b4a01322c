import { describe, expect, test } from "vitest";
import type { Design, Edit, Json } from "../api/designDocument";
import { applyEdits } from "./applyEdits";
import { NODE_HEIGHT, NODE_WIDTH, ROW_GAP } from "./cardSizes";
import { layOutAddedNodes } from "./localLayout";
import { getSourceNodes } from "./ports";
import { makeDesign, makeNode } from "./testing/designFixtures";

const heightOf = () => NODE_HEIGHT;
const STEP = NODE_HEIGHT + ROW_GAP;

const DESIGN: Design = makeDesign({
  data: makeNode("read"),
  split: makeNode("split", { dataset: "data.dataset" }, { y: STEP }),
  train: makeNode("train", { dataset: "split.left" }, { x: -140, y: 2 * STEP }),
  score: makeNode("score", { model: "train.model", dataset: "split.right" }, { x: 140, y: 3 * STEP }),
  apart: makeNode("read", {}, { x: 600 }),
});

const addNode = (id: string, inputs: Record<string, string>): Edit => ({
  path: ["nodes", id],
  value: makeNode("clean", inputs, { x: -70, y: STEP + 20 }) as unknown as Json,
});
const INSERT: Edit[] = [
  addNode("clean", { dataset: "split.left" }),
  { path: ["nodes", "train", "inputs", "dataset"], value: "clean.dataset" },
];
const INSERT_BOTH: Edit[] = [
  ...INSERT,
  addNode("apply", { transformation: "clean.transformation", dataset: "split.right" }),
  { path: ["nodes", "score", "inputs", "dataset"], value: "apply.dataset" },
];

const isOverlapping = (one: { x: number; y: number }, other: { x: number; y: number }) =>
  Math.abs(one.x - other.x) < NODE_WIDTH && Math.abs(one.y - other.y) < NODE_HEIGHT;

describe.each([
  ["one node", INSERT],
  ["two nodes", INSERT_BOTH],
])("a fix that adds %s", (_, edits) => {
  const after = applyEdits(DESIGN, layOutAddedNodes(DESIGN, edits, heightOf));

  test("covers no card", () => {
    const cards = Object.entries(after.nodes);
    const covered = cards.filter(([id, card]) =>
      cards.some(([other, one]) => other !== id && isOverlapping(card, one)),
    );
    expect(covered).toEqual([]);
  });

  test("leads down: each card stands a row below those before it", () => {
    for (const [id, card] of Object.entries(after.nodes)) {
      for (const source of getSourceNodes(after, id)) {
        expect(card.y).toBeGreaterThanOrEqual(after.nodes[source]!.y + STEP);
      }
    }
  });

  test("leaves what stands above or apart where it is", () => {
    for (const id of ["data", "split", "apart"]) expect(after.nodes[id]).toEqual(DESIGN.nodes[id]);
  });
});

test("a fix that adds nothing is left as it is", () => {
  const edits: Edit[] = [{ path: ["nodes", "train", "disabled"], value: true }];
  expect(layOutAddedNodes(DESIGN, edits, heightOf)).toEqual(edits);
});

test("a node between cards of one group joins it", () => {
  const grouped = applyEdits(
    DESIGN,
    ["split", "train"].map((id) => ({ path: ["nodes", id, "group"], value: "group1" })),
  );
  const after = applyEdits(grouped, layOutAddedNodes(grouped, INSERT, heightOf));
  expect(after.nodes.clean?.group).toBe("group1");
});
