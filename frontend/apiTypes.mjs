/** Writes src/api/schema.d.ts, the types of what the server says, from openapi.json; with --check only compares them. */

import { readFile, writeFile } from "node:fs/promises";
import openapiTypes, { astToString } from "openapi-typescript";
import ts from "typescript";

const SOURCE = new URL("openapi.json", import.meta.url);
const TARGET = new URL("src/api/schema.d.ts", import.meta.url);
/** TypeScript takes no property whose type names itself, so any JSON value is a type of its own. */
const JSON_TYPE = "type Json = null | boolean | number | string | Json[] | { [key: string]: Json };\n";

const types = await openapiTypes(SOURCE, {
  inject: JSON_TYPE,
  transform: (_schema, { path }) =>
    path === "#/components/schemas/JsonValue" ? ts.factory.createTypeReferenceNode("Json") : undefined,
});
const text = astToString(types);
if (!process.argv.includes("--check")) {
  await writeFile(TARGET, text);
} else if ((await readFile(TARGET, "utf8")) !== text) {
  console.error("src/api/schema.d.ts is not what openapi.json says. Run: python frontend/toolchain.py api");
  process.exit(1);
}
