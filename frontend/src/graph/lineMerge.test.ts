import { describe, expect, it } from "vitest";
import { compareLines, mergeTexts } from "./lineMerge";

const BASE = "a\nb\nc\nd\ne";

describe("lines of two texts", () => {
  it("are the same but for what changed", () => {
    expect(compareLines(["a", "b", "c"], ["a", "x", "y", "c"])).toEqual([{ from: 1, to: 2, lines: ["x", "y"] }]);
    expect(compareLines(["a", "b"], ["a", "b"])).toEqual([]);
    expect(compareLines(["a", "b", "c", "d"], ["b", "d"])).toEqual([
      { from: 0, to: 1, lines: [] },
      { from: 2, to: 3, lines: [] },
    ]);
  });
});

describe("two changes of one text", () => {
  it("are both kept where they are apart", () => {
    expect(mergeTexts(BASE, "A\nb\nc\nd\ne", "a\nb\nc\nd\nE\nf")).toEqual({ text: "A\nb\nc\nd\nE\nf", conflicts: [] });
  });

  it("are a conflict at the same line: mine stays, and theirs can be taken", () => {
    expect(mergeTexts(BASE, "a\nb\nMINE\nd\ne", "a\nB\nTHEIRS\nd\ne")).toEqual({
      text: "a\nb\nMINE\nd\ne",
      conflicts: [{ line: 1, count: 2, theirs: ["B", "THEIRS"] }],
    });
  });

  it("are no conflict where both say the same", () => {
    expect(mergeTexts(BASE, "a\nX\nc\nd\ne", "a\nX\nc\nd\ne")).toEqual({ text: "a\nX\nc\nd\ne", conflicts: [] });
  });

  it("keep what one deleted and the other left alone deleted", () => {
    expect(mergeTexts(BASE, "a\nb\nd\ne", "a\nb\nc\nd\nE").text).toBe("a\nb\nd\nE");
  });

  it("come back to one text when one of them is none", () => {
    expect(mergeTexts(BASE, BASE, "x").text).toBe("x");
    expect(mergeTexts(BASE, "x", BASE).text).toBe("x");
  });
});
