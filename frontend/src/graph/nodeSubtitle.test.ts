/** The line under a card's title. */

import { expect, test } from "vitest";
import type { Module, ParameterWidget } from "../api/apiTypes";
import { formatChoice, formatColumnSelection, formatSubtitle } from "./nodeSubtitle";
import { makeNode } from "./testing/designFixtures";

const choice = (name: string, title: string, value: string): ParameterWidget =>
  ({
    kind: "choice",
    name,
    title,
    default: value,
    nullable: false,
    required: false,
    shown_when: {},
    hidden_when: {},
  }) as ParameterWidget;

const module = (role: string | null, widgets: ParameterWidget[]): Module =>
  ({ name: "some", title: "Some", summary: "Does something.", role, task: null, widgets }) as unknown as Module;

const node = (parameters: Record<string, number | string>) => makeNode("some", {}, { parameters });

test.each([
  [{ fraction: 0.7, seed: 3 }, "70 % / 30 %, seed 3"],
  [{ fraction: 0.7, splitting_mode: "Split by Time" }, "70 % / 30 %, oldest first"],
])("a split says how rows are divided: %o", (parameters, words) => {
  const said = formatSubtitle(node(parameters), module("splitter", []));
  expect(said.replace(/\s/g, " ")).toBe(words);
});

test.each([
  [["bore"], "bore"],
  [["bore", "stroke"], "bore and stroke"],
  [["bore", "stroke", "width"], "bore, stroke and width"],
  [["a", "b", "c", "d"], "a, b and 2 more"],
  [["normalized-losses", "num-of-doors", "bore"], "normalized-losses and 2 more"],
  [["normalized-losses", "num-of-doors-and-more"], "normalized-losses and 1 more"],
])("of chosen columns as many are named as fit, and their number is told: %o", (names, words) => {
  expect(formatColumnSelection({ start: "none", names })).toBe(words);
});

test("of defaults as many are named as fit", () => {
  const widgets = [
    choice("method", "Method", "Ordinary Least Squares"),
    choice("encoding", "Encoding", "One-Hot Encoding"),
  ];
  expect(formatSubtitle(node({}), module(null, widgets))).toBe("Ordinary Least Squares");
});

test("a choice of none says nothing", () => {
  const widgets = [choice("class_weights", "Class weights", "None"), choice("encoding", "Encoding", "Ordinal")];
  expect(formatSubtitle(node({}), module(null, widgets))).toBe("Ordinal");
  expect(formatSubtitle(node({}), module(null, widgets.slice(0, 1)))).toBe("Does something");
});

test.each([
  ["ClearFeatures", "Clear features"],
  ["NonCategorical", "Not categorical"],
  ["SetMissingValues", "Set missing values"],
  ["YeoJohnson", "YeoJohnson"],
  ["Replace with median", "Replace with median"],
])("a choice that Azure writes in one word is read as words: %s", (choice, words) => {
  expect(formatChoice(choice)).toBe(words);
});
