/** Styles of pages that were left stay in the document: a class that two files style would look by where one came from. */

import { expect, test } from "vitest";

const files = import.meta.glob<string>("../**/*.css", { query: "?raw", import: "default", eager: true });

/** The classes that a file styles by themselves, outside of any other. */
function styledIn(css: string): Set<string> {
  const rules = css.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/([^{}]+)\{/g);
  const selectors = [...rules].flatMap(([, list]) => list!.replace(/\([^)]*\)/g, "").split(","));
  return new Set(selectors.map((selector) => selector.trim()).filter((selector) => /^\.[a-z][\w-]*$/.test(selector)));
}

test("a class is styled in one file", () => {
  const places = new Map<string, string[]>();
  for (const [path, css] of Object.entries(files)) {
    for (const name of styledIn(css)) places.set(name, [...(places.get(name) ?? []), path]);
  }
  expect(places.size).toBeGreaterThan(500);
  expect([...places].filter(([, paths]) => paths.length > 1)).toEqual([]);
});
