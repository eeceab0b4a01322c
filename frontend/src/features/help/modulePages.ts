/** The reference of the modules as pages: one for each module, and the contents. */

import { createAnchorCounter } from "./guides";

export interface ModulePage {
  name: string;
  title: string;
  category: string;
  /** Where it is in the whole document. */
  anchor: string;
  text: string;
}

const HEADING = /^(#{2,3}) (.*)$/;
const NAME = /^`(\w+)`$/;

/** The parts of the document about modules, each with the links between modules as links between pages. */
export function splitIntoModulePages(text: string): ModulePage[] {
  const pages: ModulePage[] = [];
  const countAnchor = createAnchorCounter();
  let category = "";
  for (const line of text.split("\n")) {
    const [, marks, title = ""] = HEADING.exec(line) ?? [];
    const page = pages.at(-1);
    if (marks === "##") category = title;
    if (marks) {
      const anchor = countAnchor(title);
      if (marks === "###") pages.push({ name: "", title, category, anchor, text: "" });
    } else if (page && page.name === "" && NAME.test(line)) {
      page.name = NAME.exec(line)![1]!;
    } else if (page) {
      page.text += `${line}\n`;
    }
  }
  const names = new Map(pages.map(({ anchor, name }) => [anchor, name]));
  const toPage = (link: string, anchor: string) => (names.has(anchor) ? `](modules/${names.get(anchor)})` : link);
  return pages.map((page) => ({ ...page, text: page.text.replace(/\]\(#([^)]+)\)/g, toPage) }));
}

/** The modules by category, each with its first sentence. */
export function writeContents(title: string, pages: readonly ModulePage[]): string {
  const categories = Map.groupBy(pages, ({ category }) => category);
  const parts = [...categories].map(([category, modules]) => {
    const lines = modules.map((page) => `- [${page.title}](modules/${page.name}): ${findSummary(page)}`);
    return `## ${category}\n\n${lines.join("\n")}`;
  });
  return `# ${title}\n\n${parts.join("\n\n")}\n`;
}

const findSummary = ({ text }: ModulePage): string => text.trim().split("\n")[0] ?? "";
