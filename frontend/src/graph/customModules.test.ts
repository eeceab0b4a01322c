import { describe, expect, it } from "vitest";
import type { Design } from "../api/designDocument";
import { applyEdits } from "./applyEdits";
import { createModuleName, findLanguage, setModuleCode } from "./customModules";

const design: Design = { format: 2, name: "", description: "", nodes: {}, notes: {}, groups: {}, parameters: {} };

describe("own modules", () => {
  it("are named after their function, with a number where that is taken", () => {
    expect(createModuleName("Flag Outliers", design)).toBe("own_flag_outliers");
    expect(createModuleName("Flag Outliers", { ...design, modules: { own_flag_outliers: { code: "" } } })).toBe(
      "own_flag_outliers_2",
    );
    expect(createModuleName("Größe", design)).toBe("own_gr_e");
  });

  it("find a place in a design of an earlier version", () => {
    expect(applyEdits(design, setModuleCode(design, "own_a", "def a(): ...")).modules).toEqual({
      own_a: { code: "def a(): ..." },
    });
  });
});

it.each([
  ["#' Help.\nclean <- function(a) a\n", "r"],
  ["clean = function(a) a\n", "r"],
  ["#' Help.\nbroken(", "r"],
  ["def f(table): ...\n", "python"],
  ['def f(table):\n    """\nf <- function(x) x\n    """\n', "python"],
  ["", "python"],
])("the language of %j is %s", (code, language) => {
  expect(findLanguage(code)).toBe(language);
});
