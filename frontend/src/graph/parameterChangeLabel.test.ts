import { expect, test } from "vitest";
import type { ParameterKind } from "../api/apiTypes";
import { formatParameterChange } from "./parameterChangeLabel";

const words = (value: Parameters<typeof formatParameterChange>[1], kind: ParameterKind = "text") =>
  formatParameterChange({ title: "Field", kind }, value);

test("a value is named as it was set", () => {
  expect(words("price", "column")).toBe("Set Field to price");
  expect(words("Split Rows", "choice")).toBe("Set Field to Split Rows");
  expect(words("my note")).toBe('Set Field to "my note"');
  expect(words(0.7)).toBe("Set Field to 0.7");
  expect(words(32561)).toBe("Set Field to 32,561");
  expect(words(true)).toBe("Turn on Field");
  expect(words(false)).toBe("Turn off Field");
  expect(words({ start: "all", names: ["make"] })).toBe("Set Field to all but make");
  expect(words(["a", "b"])).toBe("Set Field to a and b");
  expect(words(null)).toBe("Set Field to none");
  expect(words({ list: [1, 2, 3] })).toBe("Set Field to 3 values to try");
});

test("what goes back to its default says so", () => {
  expect(words(undefined)).toBe("Reset Field to its default");
});

test("a long text is shortened, and a script is counted", () => {
  expect(words("x".repeat(90))).toBe(`Set Field to "${"x".repeat(38)}…`);
  expect(words("a\nb\nc\n", "code")).toBe("Set Field to 3 lines");
});

test("the password and the query of an address are left out", () => {
  expect(words("https://ann:secret@example.com/t.csv?token=abc")).toBe("Set Field to example.com/t.csv");
  expect(words("postgresql://ann:secret@/")).not.toContain("secret");
});

test("what a reference points to is not told by its number", () => {
  expect(words("3f2a", "dataset")).toBe("Set Field");
});
