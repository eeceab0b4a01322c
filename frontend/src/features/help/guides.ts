/** The documents that the app brings along, and what is found in them. */

import { helpTexts } from "../../messages/settingsTexts";

export type GuideName = keyof typeof helpTexts.guides;

const FILES = import.meta.glob<string>(
  [
    "../../../../docs/user-guide.md",
    "../../../../docs/modules.md",
    "../../../../docs/dashboards.md",
    "../../../../docs/code.md",
    "../../../../docs/writing-a-module.md",
    "../../../../docs/coming-from-azure.md",
    "../../../../docs/other-tools.md",
    "../../../../docs/pipelines.md",
    "../../../../docs/triggers.md",
    "../../../../docs/endpoints.md",
    "../../../../docs/jobs.md",
    "../../../../docs/environments.md",
    "../../../../docs/targets.md",
    "../../../../docs/notifications.md",
    "../../../../docs/command-line.md",
    "../../../../docs/python.md",
    "../../../../docs/r.md",
    "../../../../docs/vscode.md",
    "../../../../docs/assistants.md",
    "../../../../docs/metrics.md",
    "../../../../docs/errors.md",
    "../../../../docs/glossary.md",
    "../../../../docs/licenses.md",
    "../../../../docs/settings.md",
    "../../../../docs/container.md",
    "../../../../docs/operations.md",
    "../../../../docs/scaling.md",
    "../../../../docs/secrets.md",
    "../../../../docs/security.md",
    "../../../../docs/promises.md",
  ],
  { query: "?raw", import: "default" },
);

/** The contents: which guides stand together. */
export const GUIDE_GROUPS: readonly { id: keyof typeof helpTexts.groups; guides: readonly GuideName[] }[] = [
  {
    id: "build",
    guides: ["user-guide", "modules", "dashboards", "code", "writing-a-module", "coming-from-azure", "other-tools"],
  },
  { id: "operate", guides: ["pipelines", "triggers", "endpoints", "jobs", "environments", "targets", "notifications"] },
  { id: "clients", guides: ["command-line", "python", "r", "vscode", "assistants"] },
  { id: "reference", guides: ["metrics", "errors", "glossary", "licenses"] },
  { id: "server", guides: ["settings", "container", "operations", "scaling", "secrets", "security", "promises"] },
];

export const GUIDE_NAMES = GUIDE_GROUPS.flatMap(({ guides }) => guides);
export const isGuideName = (name: string): name is GuideName => name in helpTexts.guides;

export async function loadGuide(name: GuideName): Promise<string> {
  return (await FILES[`../../../../docs/${name}.md`]?.()) ?? "";
}

export interface GuideSection {
  guide: GuideName;
  /** The words of its heading, and what leads to it. */
  title: string;
  anchor: string;
  text: string;
}

const HEADING = /^(#{1,4})\s+(.*)$/;

/** The parts of a document between its headings. */
export function splitIntoSections(guide: GuideName, text: string): GuideSection[] {
  const sections: GuideSection[] = [];
  const countAnchor = createAnchorCounter();
  let isCode = false;
  for (const line of text.split("\n")) {
    if (line.startsWith("```")) isCode = !isCode;
    const heading = isCode ? null : HEADING.exec(line);
    if (heading) {
      const title = heading[2]!.replace(/[`*]/g, "");
      sections.push({ guide, title, anchor: countAnchor(title), text: "" });
    } else if (sections.length > 0) {
      sections.at(-1)!.text += `${line}\n`;
    }
  }
  return sections;
}

/** The anchors of headings as on GitHub: of equal ones, all but the first have a number. */
export function createAnchorCounter(): (title: string) => string {
  const counts = new Map<string, number>();
  return (title) => {
    const anchor = title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-");
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  };
}

const MOST_FOUND = 40;

/** The sections that have all the words, those with a word in the heading first. */
export function searchSections(sections: readonly GuideSection[], words: string): GuideSection[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const scoreOf = ({ title, text }: GuideSection): number => {
    const [head, all] = [title.toLowerCase(), `${title} ${text}`.toLowerCase()];
    if (!wanted.every((word) => all.includes(word))) return 0;
    return 1 + wanted.filter((word) => head.includes(word)).length + (head === wanted.join(" ") ? 4 : 0);
  };
  return sections
    .map((section) => ({ section, score: scoreOf(section) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, MOST_FOUND)
    .map(({ section }) => section);
}

/** The line of a section that has the first of the words, without its marks. */
export function excerptOf({ text }: GuideSection, words: string): string {
  const first = words.toLowerCase().split(/\s+/).find(Boolean) ?? "";
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/^[|`]/.test(line));
  const line = lines.find((one) => one.toLowerCase().includes(first)) ?? lines[0] ?? "";
  return line
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*#>]/g, "")
    .slice(0, 180);
}
