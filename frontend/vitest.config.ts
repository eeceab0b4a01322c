/** How the unit tests of the browser app run: apart from its build, which needs no test tools. */

import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["src/**/*.test.ts"], environment: "node", css: true },
});
