/** The arrows of the app point one way: each folder imports from those below it, and features from those that are listed. */

import { expect, test } from "vitest";
import { isAbove, isDeclaration, isForeignFeature } from "./layers";

const files = import.meta.glob<string>("./**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });

interface Arrow {
  from: string;
  to: string;
  kind: "import" | "type" | "lazy";
}

/** Where a specifier leads, without its ending: "api/client". */
function resolvePath(from: string, specifier: string): string {
  const parts = from.split("/").slice(0, -1);
  for (const part of specifier.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

function listArrows(): Arrow[] {
  return Object.entries(files).flatMap(([path, source]) => {
    const from = path.slice(2);
    if (from.includes(".test.")) return [];
    const lazy = [...source.matchAll(/\bimport\("(\.[^"]+)"\)/g)].map(([, to]) => ({ to: to!, kind: "lazy" as const }));
    const others = [...source.matchAll(/^(import|export) ?(type )?[^;"]*?"(\.[^"]+)";/gm)].map(([, , type, to]) => ({
      to: to!,
      kind: type ? ("type" as const) : ("import" as const),
    }));
    const globs = [...source.matchAll(/\bimport\.meta\.glob(?:<[^(]*>)?\(\[?\s*"(\.[^"]+)"/g)].map(([, to]) => ({
      to: to!,
      kind: "import" as const,
    }));
    return [...lazy, ...others, ...globs]
      .filter(({ to }) => !/\.(css|json)$/.test(to))
      .map(({ to, kind }) => ({ from, to: resolvePath(from, to), kind }));
  });
}

/** Dialogs and pages come when they are first opened, and the texts know the names of what the server says. */
const isAllowed = ({ from, to, kind }: Arrow): boolean =>
  (kind === "lazy" && isDeclaration(from) && to.startsWith("pages/")) ||
  (kind === "lazy" && /^(actions|canvas)\//.test(from) && to.startsWith("features/")) ||
  (kind === "type" && from.startsWith("messages/") && to.startsWith("api/"));

test("nothing imports from a layer above", () => {
  const up = listArrows().filter((arrow) => isAbove(arrow.to, arrow.from) && !isAllowed(arrow));
  expect(up).toEqual([]);
});

test("a feature imports from the features that are listed", () => {
  expect(listArrows().filter(({ from, to }) => isForeignFeature(to, from))).toEqual([]);
});
