import { expect, test } from "vitest";
import { suggestModelName } from "./modelNames";

test.each([
  ["Car prices", "car-prices"],
  ["Málaga: café (2026)!", "malaga-cafe-2026"],
  ["日本", "model"],
  [`${"a".repeat(59)} b`, "a".repeat(59)],
  ["v1.2_final", "v1.2_final"],
])("%s becomes %s", (title, name) => {
  expect(suggestModelName(title)).toBe(name);
});
