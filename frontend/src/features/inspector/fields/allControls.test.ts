/** Every kind of parameter that the catalog can tell has a control, which is found by being written. */

import "../../../testing/browserGlobals";
import { expect, test } from "vitest";
import openapi from "../../../../openapi.json";
import { getControl, listControlKinds } from "./allControls";

const { schemas } = openapi.components as unknown as {
  schemas: Record<string, { properties?: { kind?: { const?: string } } }>;
};
/** Nobody chooses them by a field of their own. */
const WITHOUT_FIELD = ["artifact", "dataset_version", "model_version"];

const kinds = Object.entries(schemas)
  .filter(([name]) => name.endsWith("Widget"))
  .map(([, schema]) => schema.properties?.kind?.const ?? "")
  .filter((kind) => !WITHOUT_FIELD.includes(kind));

test("each kind of parameter has a control", () => {
  expect(kinds.length).toBeGreaterThan(10);
  const missing = kinds.filter((kind) => !listControlKinds().includes(kind));
  expect(
    missing,
    "Write a <Kind>Control.tsx in features/inspector/fields that exports defineControl({ kind, Control }).",
  ).toEqual([]);
});

test("what nothing else draws is drawn as JSON", () => {
  expect(getControl("artifact").kind).toBe("json");
});
