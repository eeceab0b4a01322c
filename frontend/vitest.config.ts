/** How the unit tests of the browser app run: apart from its build, which needs no test tools. */

import { defineConfig } from "vitest/config";

/** Tests of components (`.test.tsx`) get a document; all others run without one. */
export default defineConfig({
  test: {
    projects: [
      // They share nothing that one could leave behind for another, so each worker loads the app once.
      { test: { name: "code", include: ["src/**/*.test.ts"], environment: "node", css: true, isolate: false } },
      {
        test: {
          name: "components",
          include: ["src/**/*.test.tsx"],
          environment: "happy-dom",
          setupFiles: ["src/testing/setup.ts"],
          // A busy machine takes its time; what is waited for is seen at once.
          testTimeout: 60_000,
        },
      },
    ],
  },
});
