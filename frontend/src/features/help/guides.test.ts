import { expect, test } from "vitest";
import { createAnchorCounter, excerptOf, GUIDE_NAMES, loadGuide, searchSections, splitIntoSections } from "./guides";

const TEXT = `# Guide

## Drawing

Drag a *module*.

\`\`\`
# not a heading
\`\`\`

## Running a design

Press [Run](x.md).
`;

test("a document falls into the parts between its headings", () => {
  const sections = splitIntoSections("user-guide", TEXT);
  expect(sections.map(({ title, anchor }) => [title, anchor])).toEqual([
    ["Guide", "guide"],
    ["Drawing", "drawing"],
    ["Running a design", "running-a-design"],
  ]);
});

test("a heading counts more than the text", () => {
  const sections = splitIntoSections("user-guide", TEXT);
  expect(searchSections(sections, "run").map(({ title }) => title)).toEqual(["Running a design"]);
  expect(searchSections(sections, "module drag").map(({ title }) => title)).toEqual(["Drawing"]);
  expect(searchSections(sections, "nowhere")).toEqual([]);
  expect(excerptOf(sections[2]!, "press")).toBe("Press Run.");
});

test("equal headings have anchors of their own", () => {
  const count = createAnchorCounter();
  expect([count("Keys"), count("Keys"), count("What's new?")]).toEqual(["keys", "keys-1", "whats-new"]);
});

test("every guide that the contents list is there", async () => {
  for (const name of GUIDE_NAMES) expect((await loadGuide(name)).startsWith("#")).toBe(true);
});

test("every guide for users that the documentation lists is in the contents", async () => {
  const { default: list } = await import("../../../../docs/README.md?raw");
  const forUsers = list.slice(list.indexOf("For users:"), list.indexOf("For developers:"));
  const listed = [...forUsers.matchAll(/\]\(([a-z-]+)\.md\)/g)].map(([, name]) => name!);
  expect(listed.length).toBeGreaterThan(20);
  expect(listed.filter((name) => !(GUIDE_NAMES as string[]).includes(name))).toEqual([]);
  expect(await Promise.all(GUIDE_NAMES.map(async (name) => (await loadGuide(name)) !== ""))).not.toContain(false);
});
