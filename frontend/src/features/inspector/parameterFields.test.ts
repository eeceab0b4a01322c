/** From JSON schemas, as pydantic writes them, to fields. */

import { describe, expect, test } from "vitest";
import type { Module, ParameterSchema } from "../../api/apiTypes";
import { buildFields, getCurrentValue, isFieldShown, isSameValue, parseNumber, validateValue } from "./parameterFields";

function moduleWith(properties: Record<string, ParameterSchema>, required: string[] = []): Module {
  const parameters = {
    properties,
    required,
    $defs: { Columns: { title: "Columns", type: "object", description: "A choice of columns." } as ParameterSchema },
  };
  return { name: "m", title: "M", inputs: [], outputs: [], parameters } as unknown as Module;
}

const integer: ParameterSchema = { title: "Number Of Trees", type: "integer", minimum: 1, maximum: 100, default: 10 };

describe("kinds of field", () => {
  test("a nullable column is a column picker that may be empty", () => {
    const module = moduleWith({
      stratify_by: {
        title: "Stratify By",
        anyOf: [
          { title: "", type: "string" },
          { title: "", type: "null" },
        ],
        default: null,
        column_of: { port: "dataset", types: [] },
      },
    });
    expect(buildFields(module)[0]).toMatchObject({
      kind: "column",
      nullable: true,
      title: "Stratify by",
      columns: { port: "dataset" },
    });
  });

  test("a reference to Columns is a columns picker with the hints and the help of the parameter", () => {
    const module = moduleWith({
      columns: {
        title: "Columns",
        $ref: "#/$defs/Columns",
        description: "Which to keep.",
        columns_of: { port: "dataset", types: ["text"] },
      },
    });
    expect(buildFields(module)[0]).toMatchObject({
      kind: "columns",
      help: "Which to keep.",
      columns: { types: ["text"] },
    });
  });

  test("a title that pydantic made up becomes words, an own title stays", () => {
    const fields = buildFields(moduleWith({ number_of_trees: integer, l2: { ...integer, title: "L2 weight" } }));
    expect(fields.map((field) => field.title)).toEqual(["Number of trees", "L2 weight"]);
  });

  test("the version of a dataset is part of its picker", () => {
    const module = moduleWith({
      dataset: { title: "Dataset", type: "string", dataset_reference: true },
      version: { ...integer, title: "Version" },
    });
    expect(buildFields(module).map((field) => field.kind)).toEqual(["dataset"]);
  });
});

describe("conditions", () => {
  const fields = buildFields(
    moduleWith({
      mode: { title: "Mode", type: "string", enum: ["rows", "rule"], default: "rows" },
      fraction: { title: "Fraction", type: "number", default: 0.5, shown_when: { mode: ["rows"] } },
    }),
  );

  test("a default counts as the value", () => {
    expect(isFieldShown(fields[1]!, fields, {})).toBe(true);
  });

  test("a field hides while another value is chosen", () => {
    expect(isFieldShown(fields[1]!, fields, { mode: "rule" })).toBe(false);
  });
});

describe("numbers", () => {
  const field = buildFields(moduleWith({ number_of_trees: integer }))[0]!;

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
