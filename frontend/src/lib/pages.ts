/** All pages of the app: every file `pages/<name>.page.ts` declares one. */

import { matchPage, type Page, type PageParameters } from "./pageDeclaration";

const found = import.meta.glob<Page>("../pages/*.page.ts", { eager: true, import: "default" });

export const pages: readonly Page[] = Object.values(found);

/** The page at an address, and what stands in the address. */
export function findPage(path: string): { page: Page; parameters: PageParameters } | null {
  for (const page of pages) {
    const parameters = matchPage(page, path);
    if (parameters) return { page, parameters };
  }
  return null;
}
