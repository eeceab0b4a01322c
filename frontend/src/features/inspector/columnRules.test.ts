/** Rules that choose columns: the last one that fits decides, as in modules/kit/column_rules.py. */

import { describe, expect, test } from "vitest";
import type { Column } from "../../api/apiTypes";
import type { ColumnProfile } from "../../api/artifactViews";
import { buildChoiceTest, readColumnChoice, removeNames, toStoredChoice } from "./columnChoice";
import { arePositions, type ColumnRule, chooseByRules, getCriterion, matchesWildcards } from "./columnRules";

const columns: Column[] = [
  { name: "price", type: "integer", role: "label" },
  { name: "make", type: "text", role: "feature" },
  { name: "city mpg", type: "integer", role: "feature" },
  { name: "Highway mpg", type: "real", role: "feature" },
];
const profiles = { rows: 10, byName: new Map([["make", { missing: 6 } as ColumnProfile]]) };
const choose = (rules: ColumnRule[]) => [...(chooseByRules(columns, rules, profiles) ?? [])];

describe("which columns rules choose", () => {
  test.each<[string, ColumnRule[], string[]]>([
    ["none without a rule", [], []],
    ["all", [{}], ["price", "make", "city mpg", "Highway mpg"]],
    ["numbers and a name", [{ types: ["integer"] }, { names: ["make"] }], ["price", "make", "city mpg"]],
    [
      "all but a role, but a name",
      [{}, { action: "exclude", roles: ["feature"] }, { names: ["make"] }],
      ["price", "make"],
    ],
    [
      "a rule that waits to be filled in fits none",
      [{}, { action: "exclude", names: [] }],
      ["price", "make", "city mpg", "Highway mpg"],
    ],
    ["a pattern in any case", [{ pattern: "*MPG" }], ["city mpg", "Highway mpg"]],
    ["positions from both ends", [{ positions: "1, -1" }], ["price", "Highway mpg"]],
    ["a range of positions", [{ positions: "2-3" }], ["make", "city mpg"]],
    [
      "what is mostly missing goes",
      [{}, { action: "exclude", missing_above: 0.5 }],
      ["price", "city mpg", "Highway mpg"],
    ],
  ])("%s", (_, rules, expected) => {
    expect(choose(rules)).toEqual(expected);
  });

  test("nobody knows how much is missing before a run", () => {
    expect(chooseByRules(columns, [{ missing_above: 0.5 }], { rows: 0, byName: new Map() })).toBeNull();
  });
});

test("a pattern of many stars takes no time", () => {
  expect(matchesWildcards("a".repeat(3_000), `${"*a".repeat(500)}b`)).toBe(false);
  expect(matchesWildcards("item 7", "item ?")).toBe(true);
});

test("positions that are none are told", () => {
  expect([arePositions("1-3, -2"), arePositions(""), arePositions("0"), arePositions("a")]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test("columns can still be ticked off, and only what counts is stored", () => {
  const choice = readColumnChoice({ start: "rules", rules: [{ types: ["integer"] }], names: ["price"] }, undefined);
  const isChosen = buildChoiceTest(choice, columns, profiles);
  expect(columns.filter(isChosen).map((column) => column.name)).toEqual(["city mpg"]);
  expect(toStoredChoice(choice)).toEqual({ start: "rules", names: ["price"], rules: [{ types: ["integer"] }] });
  expect(toStoredChoice({ ...choice, start: "all" })).toEqual({ start: "all", names: ["price"] });
});

test("a name that is gone leaves the rules, and a rule of that name goes", () => {
  const choice = readColumnChoice({ start: "rules", rules: [{ names: ["a"] }, { names: ["a", "b"] }, {}] }, undefined);
  expect(removeNames(choice, ["a"]).rules).toEqual([{ names: ["b"] }, {}]);
});

test("a rule shows by what it says", () => {
  expect([{}, { names: [] }, { missing_above: 0 }].map(getCriterion)).toEqual(["every", "names", "missing_above"]);
});
