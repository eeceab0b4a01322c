/** The modules that were written for a design: their names, and the edits that put them into it. */

import type { Design, Edit } from "../api/designDocument";
import { createFreshId } from "./ids";

/** The name of a new module: that of its function, and a number where it is taken. */
export function createModuleName(title: string, design: Design): string {
  const stem = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "")
    .slice(0, 50);
  return createFreshId(`own_${stem || "module"}`, { has: (name) => name in (design.modules ?? {}) });
}

/** The language of a module's source, as the server finds it: R where a line begins as `name <- function`. */
export function findLanguage(code: string): "python" | "r" {
  if (code.trimStart().startsWith("#'")) return "r";
  const isR = /^[A-Za-z.][\w.]*[ \t]*(<-|=)[ \t]*function\b/m.test(code) && !/^(async )?def \w/m.test(code);
  return isR ? "r" : "python";
}

/** The edits that give a module of the design its code. */
export function setModuleCode(design: Design, name: string, code: string): Edit[] {
  return [{ path: ["modules", name], value: { ...design.modules?.[name], code } }];
}
