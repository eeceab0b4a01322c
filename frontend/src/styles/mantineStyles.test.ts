/** The styles of Mantine's parts are listed by hand, since all of them together are larger than the rest of the app's. */

import { expect, test } from "vitest";

const ours = import.meta.glob<string>("../**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
const styles = import.meta.glob("../../node_modules/@mantine/core/styles/*.css", { query: "?url" });
const parts = import.meta.glob<string>("../../node_modules/@mantine/core/esm/{components,utils}/**/*.mjs", {
  query: "?raw",
  import: "default",
  eager: true,
});
const others = import.meta.glob<string>("../../node_modules/@mantine/{notifications,spotlight}/esm/**/*.mjs", {
  query: "?raw",
  import: "default",
  eager: true,
});

const withStyle = new Set(Object.keys(styles).map((path) => path.match(/([^/]+)\.css$/)![1]!));
const sources = new Map(Object.entries(parts).map(([path, source]) => [path.match(/([^/]+)\.mjs$/)![1]!, source]));

function namesFrom(source: string, from: RegExp): string[] {
  return [...source.matchAll(from)].flatMap(([, names]) =>
    names!.split(",").map((name) => name.trim().replace(/^type /, "")),
  );
}

function needed(): string[] {
  const core = /import \{([^}]*)\} from "@mantine\/core"/g;
  const waiting = [...Object.values(ours), ...Object.values(others)].flatMap((source) => namesFrom(source, core));
  const seen = new Set<string>();
  while (waiting.length > 0) {
    const name = waiting.pop()!;
    const source = sources.get(name);
    if (seen.has(name) || source === undefined) continue;
    seen.add(name);
    waiting.push(...namesFrom(source, /import \{([^}]*)\} from "\.[^"]*"/g).map((one) => one.split(" as ")[0]!));
  }
  return [...seen].filter((name) => withStyle.has(name)).sort();
}

test("every Mantine part that is used has its style somewhere", () => {
  const listed = [
    ...Object.values(ours)
      .join("\n")
      .matchAll(/styles\/(\w+)\.layer\.css/g),
  ].map(([, name]) => name!);
  expect(needed().filter((name) => !listed.includes(name))).toEqual([]);
});
