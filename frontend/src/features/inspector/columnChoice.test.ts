/** Choosing columns by name and by rule. */

import { describe, expect, test } from "vitest";
import type { Column } from "../../api/apiTypes";
import type { ColumnProfile } from "../../api/artifactViews";
import {
  type ColumnSelection,
  filterColumns,
  findUnknownNames,
  isColumnChosen,
  parsePastedNames,
  readColumnChoice,
  setColumnsChosen,
  toStoredChoice,
} from "./columnChoice";

const columns: Column[] = [
  { name: "price", type: "integer", role: "label" },
  { name: "make", type: "text", role: "feature" },
  { name: "city-mpg", type: "integer", role: "feature" },
];

const kept = (choice: ColumnSelection) => {
  const named = new Set(choice.names);
  return columns.filter((column) => isColumnChosen(column, choice, named)).map((column) => column.name);
};

describe("which columns are kept", () => {
  test("all but the named", () => {
    expect(kept(readColumnChoice({ start: "all", names: ["make"] }, undefined))).toEqual(["price", "city-mpg"]);
  });

  test("only the named, in the order of the data", () => {
    expect(kept(readColumnChoice({ start: "none", names: ["make", "price"] }, undefined))).toEqual(["price", "make"]);
  });

  test("those of a rule but the named", () => {
    const choice = readColumnChoice(
      { start: "rule", types: ["integer"], roles: ["feature"], containing: "MPG" },
      undefined,
    );
    expect(kept(choice)).toEqual(["city-mpg"]);
    expect(kept({ ...choice, names: ["city-mpg"] })).toEqual([]);
  });

  test("without a value the default counts", () => {
    expect(kept(readColumnChoice(undefined, { start: "none" }))).toEqual([]);
  });
});

test("nothing is chosen yet where a choice is needed", () => {
  expect(kept(readColumnChoice(undefined, undefined))).toEqual([]);
  expect(toStoredChoice(setColumnsChosen(readColumnChoice(undefined, undefined), [columns[1]!], true))).toEqual({
    start: "none",
    names: ["make"],
  });
});

test("taking a column out and putting it back gives the choice as it was", () => {
  for (const start of ["all", "none"] as const) {
    const choice = readColumnChoice({ start, names: start === "none" ? ["make"] : [] }, undefined);
    const without = setColumnsChosen(choice, [columns[1]!], false);
    expect(kept(without)).not.toContain("make");
    expect(setColumnsChosen(without, [columns[1]!], true)).toEqual(choice);
  }
});

test("only what says something is stored", () => {
  expect(toStoredChoice(readColumnChoice({ start: "all" }, undefined))).toEqual({ start: "all" });
  expect(toStoredChoice(readColumnChoice({ start: "rule", types: ["text"] }, undefined))).toEqual({
    start: "rule",
    types: ["text"],
  });
});

test("names that the data no longer have are found", () => {
  expect(
    findUnknownNames(readColumnChoice({ start: "all", names: ["price-eur", "make"] }, undefined), columns),
  ).toEqual(["price-eur"]);
});

test("columns are found by name, by type and by missing cells", () => {
  const profiles = new Map([["make", { missing: 2 } as ColumnProfile]]);
  const find = (query: string) =>
    filterColumns(columns, { group: "all", query }, profiles, () => true).map((column) => column.name);
  expect([find("PRI"), find("whole"), find("missing")]).toEqual([["price"], ["price", "city-mpg"], ["make"]]);
});

test("pasted names are split at lines, else at commas", () => {
  expect(parsePastedNames('price\r\n"fuel, type"\n\nprice')).toEqual(["price", "fuel, type"]);
  expect(parsePastedNames("price, make;mpg")).toEqual(["price", "make", "mpg"]);
});
