/** Each class is styled by one file, which lies where the class is used: nobody has to look for what else a rule touches. */

import { expect, test } from "vitest";
import { isAbove, isForeignFeature } from "./layers";

const sheets = import.meta.glob<string>("./**/*.css", { query: "?raw", import: "default", eager: true });
const components = import.meta.glob<string>(["./**/*.tsx", "!./**/*.test.tsx"], {
  query: "?raw",
  import: "default",
  eager: true,
});

const scripts = import.meta.glob<string>("./**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });

const MOST_LINES = 400;

/** Classes of libraries, and the only places that may name them. */
const LIBRARIES: { classes: RegExp; places: RegExp }[] = [
  { classes: /^mantine-/, places: /^styles\// },
  { classes: /^(react-flow|react-flow__.*)$/, places: /^(canvas|features\/comparison)\// },
  { classes: /^cm-/, places: /^ui\/code\// },
];
/** States that xyflow writes on its elements. */
const LIBRARY_STATES = new Set(["selected", "line", "handle"]);

const isOfLibrary = (name: string): boolean =>
  LIBRARY_STATES.has(name) || LIBRARIES.some(({ classes }) => classes.test(name));

/** {class: the files whose selectors name it} */
function findStyledClasses(): Map<string, Set<string>> {
  const styled = new Map<string, Set<string>>();
  for (const [path, css] of Object.entries(sheets)) {
    const rules = css.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/([^{};]+)\{/g);
    for (const [, selector] of rules) {
      if (selector!.trim().startsWith("@")) continue;
      for (const [, name] of selector!.matchAll(/\.([A-Za-z_][\w-]*)/g)) {
        styled.set(name!, (styled.get(name!) ?? new Set()).add(path.slice(2)));
      }
    }
  }
  return styled;
}

/** The part of the app that a file belongs to: a feature, or a layer. */
const getPart = (path: string): string =>
  path
    .split("/")
    .slice(0, path.startsWith("features/") ? 2 : 1)
    .join("/");

interface Usage {
  /** {class: the components that give it to an element} */
  classes: Map<string, Set<string>>;
  /** The beginnings of classes that are put together, as of `status-${kind}`. */
  prefixes: Map<string, Set<string>>;
}

/** What is said of classes in a component: in `className`, in `classNames`, and in any string whose words have hyphens. */
function findUsage(): Usage {
  const usage: Usage = { classes: new Map(), prefixes: new Map() };
  const note = (kind: keyof Usage, name: string, path: string) =>
    usage[kind].set(name, (usage[kind].get(name) ?? new Set()).add(path.slice(2)));
  for (const [path, source] of Object.entries(components)) {
    const given = [...source.matchAll(/\b\w*[cC]lass(?:Names?)?(?:=| = |: )/g)].map(({ index, 0: start }) =>
      readExpression(source, index + start.length),
    );
    for (const text of given) for (const word of listWords(text)) note("classes", word, path);
    for (const [, prefix] of given.join("\n").matchAll(/([\w-]+-)\$\{/g)) note("prefixes", prefix!, path);
    for (const word of listWords(source)) if (word.includes("-")) note("classes", word, path);
  }
  return usage;
}

/** A string, from a brace to the one that closes it, or to the end of the line. */
function readExpression(source: string, start: number): string {
  if (source[start] === '"') return source.slice(start, source.indexOf('"', start + 1) + 1);
  if (source[start] !== "{") return source.slice(start, source.indexOf("\n", start));
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    if (source[at] === "{") depth++;
    if (source[at] === "}" && --depth === 0) return source.slice(start, at + 1);
  }
  return source.slice(start);
}

const listWords = (text: string): string[] =>
  [...text.matchAll(/"([^"\n]*)"|`([^`]*)`/g)].flatMap(([, plain, template]) => [
    ...(plain ?? template!.replace(/\$\{[^}]*\}/g, " ")).split(/\s+/),
    ...[...(template ?? "").matchAll(/"([^"\n]*)"/g)].flatMap(([, inner]) => inner!.split(/\s+/)),
  ]);

const usage = findUsage();
const styled = findStyledClasses();
const own = [...styled].filter(([name]) => !isOfLibrary(name));

function listUsers(name: string): string[] {
  const prefixed = [...usage.prefixes].filter(([prefix]) => prefix.length > 3 && name.startsWith(prefix));
  return [...new Set([...(usage.classes.get(name) ?? []), ...prefixed.flatMap(([, paths]) => [...paths])])];
}

test("a class is styled by one file", () => {
  const several = own.filter(([, paths]) => paths.size > 1).map(([name, paths]) => `${name}: ${[...paths].join(", ")}`);
  expect(several, "Give the element a class of its own, a state as a data attribute, or a custom property.").toEqual(
    [],
  );
});

test("every class is used", () => {
  const unused = own.filter(([name]) => listUsers(name).length === 0);
  expect(unused.map(([name, paths]) => `${name}: ${[...paths].join(", ")}`)).toEqual([]);
});

test("a component uses classes of its own part and of the layers below", () => {
  const faults = own.flatMap(([name, [sheet]]) =>
    listUsers(name)
      .filter((user) => isAbove(sheet!, user) || isForeignFeature(sheet!, user))
      .map((user) => `${name}: ${user} uses what ${sheet} styles`),
  );
  expect(faults).toEqual([]);
});

test("a class is styled in the part of the app that it belongs to", () => {
  const away = own.filter(([name, [sheet]]) => {
    const parts = new Set(listUsers(name).map(getPart));
    // What a chart is made of is named by its description, which is no component.
    const isShared = (parts.size > 1 && !sheet!.startsWith("features/")) || sheet!.startsWith("ui/charts/");
    return parts.size > 0 && !parts.has(getPart(sheet!)) && !isShared;
  });
  expect(
    away.map(([name, [sheet]]) => `${name}: ${sheet} styles it for ${listUsers(name)[0]} alone`),
    "Move its rules beside the component, or make the look a component of ui that several use.",
  ).toEqual([]);
});

test("the classes of libraries are named in one place each", () => {
  const faults = LIBRARIES.flatMap(({ classes, places }) =>
    [...styled]
      .filter(([name]) => classes.test(name))
      .flatMap(([name, paths]) => [...paths].filter((path) => !places.test(path)).map((path) => `${name}: ${path}`)),
  );
  expect(faults, "Give the part a class by `classNames`, and style that.").toEqual([]);
});

test("every file of styles is imported", () => {
  const imported = new Set(
    Object.entries(scripts).flatMap(([path, source]) =>
      [...source.matchAll(/^import "(\.[^"]+\.css)";$/gm)].map(
        ([, to]) => new URL(to!, `file:///${path.slice(2)}`).pathname,
      ),
    ),
  );
  expect(Object.keys(sheets).filter((path) => !imported.has(path.slice(1)))).toEqual([]);
});

test("a file of styles has at most 400 lines", () => {
  const long = Object.entries(sheets).filter(([, css]) => css.split("\n").length > MOST_LINES + 1);
  expect(long.map(([path]) => path)).toEqual([]);
});
