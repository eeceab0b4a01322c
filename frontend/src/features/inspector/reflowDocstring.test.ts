import { expect, test } from "vitest";
import { reflowDocstring } from "./reflowDocstring";

test("lines of a sentence flow together", () => {
  expect(reflowDocstring("rows whose text matches, Relative\nExpression those that satisfy\n-1 or more.")).toBe(
    "rows whose text matches, Relative Expression those that satisfy -1 or more.",
  );
});

test("lists and what is indented keep their lines", () => {
  const kept = "It wants:\n- a label\n* a learner\n1. rows\n    code = 1";
  expect(reflowDocstring(kept)).toBe(kept);
});
