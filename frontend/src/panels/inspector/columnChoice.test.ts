/** Choosing columns by name and by rule. */

import { describe, expect, test } from "vitest";
import type { Column } from "../../api/types";
import type { ColumnProfile } from "../../api/views";
import {
  type ColumnChoice,
  choiceOf,
  isKept,
  pastedNames,
  shownColumns,
  stored,
  unknownNames,
  withKept,
} from "./columnChoice";

const columns: Column[] = [
  { name: "price", type: "integer", role: "label" },
  { name: "make", type: "text", role: "feature" },
  { name: "city-mpg", type: "integer", role: "feature" },
];

const kept = (choice: ColumnChoice) => {
  const named = new Set(choice.names);
  return columns.filter((column) => isKept(column, choice, named)).map((column) => column.name);
};

describe("which columns are kept", () => {
  test("all but the named", () => {
    expect(kept(choiceOf({ start: "all", names: ["make"] }, undefined))).toEqual(["price", "city-mpg"]);
  });

  test("only the named, in the order of the data", () => {
    expect(kept(choiceOf({ start: "none", names: ["make", "price"] }, undefined))).toEqual(["price", "make"]);
  });

  test("those of a rule but the named", () => {
    const choice = choiceOf({ start: "rule", types: ["integer"], roles: ["feature"], containing: "MPG" }, undefined);
    expect(kept(choice)).toEqual(["city-mpg"]);
    expect(kept({ ...choice, names: ["city-mpg"] })).toEqual([]);
  });

  test("without a value the default counts", () => {
    expect(kept(choiceOf(undefined, { start: "none" }))).toEqual([]);
  });
});

test("nothing is chosen yet where a choice is needed", () => {
  expect(kept(choiceOf(undefined, undefined))).toEqual([]);
  expect(stored(withKept(choiceOf(undefined, undefined), [columns[1]!], true))).toEqual({
    start: "none",
    names: ["make"],
  });
});

test("taking a column out and putting it back gives the choice as it was", () => {
  for (const start of ["all", "none"] as const) {
    const choice = choiceOf({ start, names: start === "none" ? ["make"] : [] }, undefined);
    const without = withKept(choice, [columns[1]!], false);
    expect(kept(without)).not.toContain("make");
    expect(withKept(without, [columns[1]!], true)).toEqual(choice);
  }
});

test("only what says something is stored", () => {
  expect(stored(choiceOf({ start: "all" }, undefined))).toEqual({ start: "all" });
  expect(stored(choiceOf({ start: "rule", types: ["text"] }, undefined))).toEqual({ start: "rule", types: ["text"] });
});

test("names that the data no longer have are found", () => {
  expect(unknownNames(choiceOf({ start: "all", names: ["price-eur", "make"] }, undefined), columns)).toEqual([
    "price-eur",
  ]);
});

test("columns are found by name, by type and by missing cells", () => {
  const profiles = new Map([["make", { missing: 2 } as ColumnProfile]]);
  const find = (query: string) =>
    shownColumns(columns, { group: "all", query }, profiles, () => true).map((column) => column.name);
  expect([find("PRI"), find("whole"), find("missing")]).toEqual([["price"], ["price", "city-mpg"], ["make"]]);
});

test("pasted names are split at lines, else at commas", () => {
  expect(pastedNames('price\r\n"fuel, type"\n\nprice')).toEqual(["price", "fuel, type"]);
  expect(pastedNames("price, make;mpg")).toEqual(["price", "make", "mpg"]);
});
