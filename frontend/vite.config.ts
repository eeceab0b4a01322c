/** How the browser app is built. The server's shell finds the files by the manifest. */

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { GROUPS } from "./chunks.ts";
import { devServer, pagesOfTheServer } from "./devServer.mjs";
import { pageList } from "./pageList.ts";

export default defineConfig(({ command }) => ({
  plugins: [react(), pagesOfTheServer, pageList],
  server: devServer,
  // Found from where they lie: the server may be below a path of its host.
  base: command === "build" ? "./" : "/",
  build: {
    outDir: "../server/static/app",
    emptyOutDir: true,
    manifest: true,
    // Inlined files would be data: URLs, which the content security policy does not let in as fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // Both, since a design is what most come for: what they begin with is tagged as initial.
      input: ["src/main.tsx", "src/pages/DesignPage.tsx"],
      output: { codeSplitting: { groups: GROUPS } },
    },
    chunkSizeWarningLimit: 1600,
  },
}));
