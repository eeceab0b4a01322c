/** What the build tells the server of the pages: their addresses and the files that each begins with. */

import type { Plugin } from "vite";

interface DeclaringModule {
  code: string | null;
  dynamicallyImportedIds: readonly string[];
}

/** The files that declare a page. */
export const PAGE_FILE = /[\\/]src[\\/]pages[\\/][^\\/]+\.page\.ts$/;

export const startsWithApp = ({ code }: { code: string | null }): boolean =>
  /startsWithApp:\s*(true|!0)/.test(code ?? "");

/** One page as the server reads it. */
function describePage(id: string, { code, dynamicallyImportedIds }: DeclaringModule) {
  const path = code?.match(/\bpath:\s*["'`](\/[^"'`$]*)["'`]/)?.[1];
  const [component] = dynamicallyImportedIds;
  if (path === undefined || component === undefined)
    throw new Error(
      `${id}: the build finds no ${path === undefined ? "path" : "load"}. Write path: "/..." as a plain text and ` +
        `load: () => import("./SomePage") as one import. See docs/extending/page.md.`,
    );
  return {
    path,
    chunk: component.slice(component.replaceAll("\\", "/").lastIndexOf("/src/") + 1),
    audience: code?.match(/\baudience:\s*["'`](\w+)["'`]/)?.[1] ?? "members",
    data: readTexts(code, "prefetchedData"),
    chunks: readTexts(code, "prefetchedChunks"),
  };
}

/** The texts in the list of a setting. */
const readTexts = (code: string | null, setting: string): string[] =>
  [...(code?.match(new RegExp(`\\b${setting}:\\s*\\[([^\\]]*)\\]`))?.[1] ?? "").matchAll(/["'`]([^"'`]*)["'`]/g)].map(
    ([, text]) => text!,
  );

/** Writes `.vite/pages.json` beside the manifest of the build. */
export const pageList: Plugin = {
  name: "designery-page-list",
  apply: "build",
  generateBundle() {
    const pages = [...this.getModuleIds()]
      .filter((id) => PAGE_FILE.test(id))
      .sort()
      .map((id) => describePage(id, this.getModuleInfo(id) as DeclaringModule));
    this.emitFile({ type: "asset", fileName: ".vite/pages.json", source: JSON.stringify(pages, null, 2) });
  },
};
