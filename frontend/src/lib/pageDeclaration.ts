/** What a page of the app says of itself, in one file: `pages/<name>.page.ts`. See docs/extending/page.md. */

import type { IconHome } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { lazyWithRetry } from "./lazy";

/** Who gets to see a page: everyone, as what a share link leads to; people who are signed in; only a server with accounts. */
export type PageAudience = "everyone" | "members" | "accounts";

/** What stands at the ":names" of the path. */
export type PageParameters = Record<string, string>;

interface PageSettings<Parameters> {
  /**
   * Its address, as "/compare/:runs". ":name" stands for one part of it and ":name?" for one that may be missing. Write
   * it as a plain text: the build reads it, and the server learns from the build which addresses there are.
   */
  path: string;
  /** Its code, which comes when the page is first shown. The build reads the file's name. */
  load: () => Promise<{ default: ComponentType<Parameters> }>;
  audience?: PageAudience;
  /** Where it stands in the navigation, the lowest first. Without this, it is reached by other ways only. */
  nav?: { order: number; name: string; Icon: typeof IconHome };
  /** Its entry in the command palette. The id is kept by users who gave it keys; never change it. */
  goTo?: { id: string; name: string; order: number; Icon: typeof IconHome };
  /** Its code comes with the first file that every page begins with: only for what people open first. */
  startsWithApp?: boolean;
  /** What its first drawing asks of the server, which is asked for while the code is still on its way. */
  prefetchedData?: readonly string[];
  /** Lazy chunks of frontend/chunks.ts that its first drawing needs. */
  prefetchedChunks?: readonly string[];
}

export interface Page extends PageSettings<PageParameters> {
  audience: PageAudience;
  Screen: ComponentType<PageParameters>;
}

/** Declares a page; what its component takes are the ":names" of its path. */
export function definePage<Parameters>(settings: PageSettings<Parameters>): Page {
  const page = settings as PageSettings<PageParameters>;
  return { ...page, audience: settings.audience ?? "members", Screen: lazyWithRetry(page.load) };
}

/** Whether a part of the path stands for something: its name, and whether it may be missing. */
const parsePart = (part: string): { name: string; optional: boolean } | null =>
  part.startsWith(":") ? { name: part.slice(1).replace("?", ""), optional: part.endsWith("?") } : null;

/** What the address gives for the parts of the page's path; null where it is not the address of this page. */
export function matchPage({ path: pattern }: Pick<Page, "path">, path: string): PageParameters | null {
  const [wanted, given] = [pattern, path].map((one) => one.split("/").filter((part) => part !== ""));
  if (given!.length > wanted!.length) return null;
  const found: PageParameters = {};
  for (const [index, part] of wanted!.entries()) {
    const [stands, value] = [parsePart(part), given![index]];
    if (value === undefined ? !stands?.optional : !stands && value !== part) return null;
    if (stands && value !== undefined) found[stands.name] = decodePart(value);
  }
  return found;
}

/** The address of a page itself, without the places inside it: "/models" of "/models/:model?". */
export const getPageAddress = ({ path }: Pick<Page, "path">): string => path.replace(/\/:[^/]*/g, "") || "/";

/** A broken escape is taken as it is: the page says that it does not exist. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** By what a page is another one: by all but the parts that may be missing, which lead to places inside it. */
export const getPageKey = ({ path }: Pick<Page, "path">, parameters: PageParameters): string =>
  [path, ...Object.entries(parameters).flatMap(([name, value]) => (path.includes(`:${name}?`) ? [] : [value]))].join(
    " ",
  );
