/** From the widgets of the catalog to the fields of the form. */

import { describe, expect, test } from "vitest";
import { makeWidget } from "../../graph/testing/widgetFixtures";
import { buildFields, getCurrentValue, isFieldShown, isSameValue, parseNumber, validateValue } from "./parameterFields";

const trees = makeWidget("number", "number_of_trees", {
  title: "Number Of Trees",
  whole: true,
  minimum: 1,
  maximum: 100,
  default: 10,
});

describe("fields", () => {
  test("a title that pydantic made up becomes words, an own title stays", () => {
    const fields = buildFields({ widgets: [trees, { ...trees, name: "l2", title: "L2 weight" }] });
    expect(fields.map((field) => field.title)).toEqual(["Number of trees", "L2 weight"]);
  });

  test("the version of a dataset is part of its picker, and nobody chooses a stored result", () => {
    const widgets = [
      makeWidget("dataset", "dataset"),
      makeWidget("dataset_version", "version"),
      makeWidget("artifact", "result"),
    ];
    expect(buildFields({ widgets }).map((field) => field.kind)).toEqual(["dataset"]);
  });

  test("what is required has no default", () => {
    const widgets = [makeWidget("column", "label", { required: true }), makeWidget("column", "weight")];
    expect(buildFields({ widgets }).map((field) => field.default)).toEqual([undefined, null]);
  });
});

describe("conditions", () => {
  const fields = buildFields({
    widgets: [
      makeWidget("choice", "mode", { options: ["rows", "rule"], default: "rows" }),
      makeWidget("number", "fraction", { default: 0.5, shown_when: { mode: ["rows"] } }),
    ],
  });

  test("a default counts as the value", () => {
    expect(isFieldShown(fields[1]!, fields, {})).toBe(true);
  });

  test("a field hides while another value is chosen", () => {
    expect(isFieldShown(fields[1]!, fields, { mode: "rule" })).toBe(false);
  });
});

describe("numbers", () => {
  const field = buildFields({ widgets: [trees] })[0]!;

  test.each([
    [0, "At least 1."],
    [101, "At most 100."],
    [1.5, "Enter a whole number."],
    ["many", "Enter a number."],
    [10, null],
    [undefined, null],
  ])("%s is answered with %s", (value, answer) => {
    expect(validateValue(field, value as never)).toBe(answer);
  });

  test("are read as people write them", () => {
    expect(["1,000", " 2.5 ", "1e-7", "\u22123", "", "many"].map(parseNumber)).toEqual([
      1000,
      2.5,
      1e-7,
      -3,
      undefined,
      "many",
    ]);
  });

  test("without a value of its own a field has its default", () => {
    expect(getCurrentValue(field, {})).toBe(10);
    expect(getCurrentValue(field, { number_of_trees: 3 })).toBe(3);
  });
});

test("values are compared by content", () => {
  expect(isSameValue({ start: "all", names: ["a"] }, { names: ["a"], start: "all" })).toBe(true);
  expect(isSameValue({ start: "all", names: ["a"] }, { start: "all", names: [] })).toBe(false);
  expect(isSameValue([], {})).toBe(false);
  expect(isSameValue(null, undefined)).toBe(false);
});
