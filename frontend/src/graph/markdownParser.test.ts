import { expect, test } from "vitest";
import { parseInlines, parseMarkdown } from "./markdownParser";

test("headings, paragraphs, lists, quotes, code and rules", () => {
  const text = "# Why\nOne\ntwo\n\n- a\n- b\n1. c\n> said\n```\n# not a title\n```\n---\n";
  expect(
    parseMarkdown(text).map((block) => [
      block.kind,
      "items" in block ? block.items.length : "lines" in block ? block.lines.length : 0,
    ]),
  ).toEqual([
    ["heading", 0],
    ["paragraph", 2],
    ["list", 2],
    ["list", 1],
    ["quote", 1],
    ["code", 0],
    ["rule", 0],
  ]);
});

test("bold, italic, code and links stand in a line", () => {
  expect(parseInlines("a **b** *c* `d*` [e](https://x.org) snake_case_name")).toEqual([
    { kind: "text", text: "a " },
    { kind: "bold", text: "b" },
    { kind: "text", text: " " },
    { kind: "italic", text: "c" },
    { kind: "text", text: " " },
    { kind: "code", text: "d*" },
    { kind: "text", text: " " },
    { kind: "link", text: "e", href: "https://x.org" },
    { kind: "text", text: " snake_case_name" },
  ]);
});

test.each(["javascript:alert(1)", "data:text/html,x", "//elsewhere", "vbscript:x"])("%s is no link", (href) => {
  expect(parseInlines(`[x](${href})`).some(({ kind }) => kind === "link")).toBe(false);
});

test("HTML stays text", () => {
  expect(parseMarkdown("<img src=x onerror=alert(1)>")).toEqual([
    { kind: "paragraph", lines: [[{ kind: "text", text: "<img src=x onerror=alert(1)>" }]] },
  ]);
});
