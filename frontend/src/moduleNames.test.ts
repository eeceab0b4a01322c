/** The app knows no module by its name: it finds modules by the roles that the catalog tells. */

import { expect, test } from "vitest";

/** A file of a category that declares a module is called as the module is. */
const moduleFiles = import.meta.glob<string>("../../modules/*/*.py", { query: "?raw", import: "default", eager: true });
const sources = import.meta.glob<string>(
  ["./**/*.{ts,tsx}", "!./**/*.test.ts", "!./**/testing/**", "!./api/schema.d.ts"],
  { query: "?raw", import: "default", eager: true },
);

/** Names that are words of their own too, as a type of port: of these only what is said of a module counts. */
const COMMON_WORDS = new Set([
  "dataset",
  "file",
  "correlation",
  "sort",
  "formula",
  "aggregate",
  "pivot",
  "transpose",
  "chart",
]);

const names = Object.entries(moduleFiles)
  .filter(([, source]) => /^@(module|learner)\(/m.test(source))
  .map(([file]) => file.split("/").at(-1)!.replace(".py", ""));
const distinctive = names.filter((name) => !COMMON_WORDS.has(name));
const NAMED = new RegExp(`["'\`](${distinctive.join("|")})["'\`]`, "g");
const NAMED_BY_COMMON_WORD = new RegExp(
  `\\bmodule(?:\\.name|\\.module)?\\s*(?::|===|!==)\\s*["'](${[...COMMON_WORDS].join("|")})["']`,
  "g",
);
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

test("the catalog's modules are found", () => {
  expect(names).toEqual(expect.arrayContaining(["train_model", "dataset", "execute_python_script"]));
  expect(names.length).toBeGreaterThan(80);
});

test("no source names a module", () => {
  const found = Object.entries(sources).flatMap(([path, source]) => {
    const code = source.replace(COMMENT, "");
    return [...code.matchAll(NAMED), ...code.matchAll(NAMED_BY_COMMON_WORD)].map(([text]) => `${path}: ${text}`);
  });
  expect(
    found,
    "Find the module by its role: findModuleByRole of graph/moduleRoles.ts. A new role is a line in modules/kit/module_roles.py.",
  ).toEqual([]);
});
