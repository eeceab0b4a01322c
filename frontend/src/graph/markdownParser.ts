/** A small Markdown: headings, lists, quotes, code, rules; bold, italic, code and links. Never HTML. */

export type MarkdownInline =
  | { kind: "text" | "bold" | "italic" | "code"; text: string }
  | { kind: "link"; text: string; href: string };

export type MarkdownBlock =
  | { kind: "heading"; level: 1 | 2 | 3; words: MarkdownInline[] }
  | { kind: "paragraph" | "quote"; lines: MarkdownInline[][] }
  | { kind: "list"; ordered: boolean; items: MarkdownInline[][] }
  | { kind: "code"; text: string }
  | { kind: "rule" };

const HEADING = /^(#{1,3})\s+(.*)$/;
const ITEM = /^\s*(?:([-*+])|\d{1,3}[.)])\s+(.*)$/;
const QUOTE = /^>\s?(.*)$/;
const RULE = /^\s*([-*_])(?:\s*\1){2,}\s*$/;

export function parseMarkdown(text: string): MarkdownBlock[] {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const blocks: MarkdownBlock[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    const [block, next] = line.startsWith("```")
      ? parseCodeBlock(lines, at)
      : parseBlock(line, blocks.at(-1), at > 0 && lines[at - 1]!.trim() !== "");
    if (block) blocks.push(block);
    at = line.startsWith("```") ? next : at + 1;
  }
  return blocks;
}

function parseCodeBlock(lines: readonly string[], from: number): [MarkdownBlock, number] {
  const end = lines.findIndex((line, at) => at > from && line.startsWith("```"));
  const until = end < 0 ? lines.length : end;
  return [{ kind: "code", text: lines.slice(from + 1, until).join("\n") }, until + 1];
}

/** The block that a line begins; null when it goes on with the last one. */
function parseBlock(line: string, last: MarkdownBlock | undefined, goesOn: boolean): [MarkdownBlock | null, number] {
  const heading = HEADING.exec(line);
  if (heading)
    return [{ kind: "heading", level: heading[1]!.length as 1 | 2 | 3, words: parseInlines(heading[2]!) }, 0];
  if (RULE.test(line)) return [{ kind: "rule" }, 0];
  const item = ITEM.exec(line);
  if (item) return [addListItem(last, goesOn, item[1] === undefined, parseInlines(item[2]!)), 0];
  const quote = QUOTE.exec(line);
  const kind = quote ? "quote" : "paragraph";
  const words = parseInlines(quote ? quote[1]! : line.trim());
  if (!quote && line.trim() === "") return [null, 0];
  if (goesOn && last?.kind === kind) {
    last.lines.push(words);
    return [null, 0];
  }
  return [{ kind, lines: [words] }, 0];
}

function addListItem(
  last: MarkdownBlock | undefined,
  goesOn: boolean,
  ordered: boolean,
  words: MarkdownInline[],
): MarkdownBlock | null {
  if (goesOn && last?.kind === "list" && last.ordered === ordered) {
    last.items.push(words);
    return null;
  }
  return { kind: "list", ordered, items: [words] };
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|\b_([^_\s][^_]*)_\b|\[([^\]]+)\]\(([^)\s]+)\)/g;

export function parseInlines(text: string): MarkdownInline[] {
  const found: MarkdownInline[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) found.push({ kind: "text", text: text.slice(from, match.index) });
    found.push(toInline(match));
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ kind: "text", text: text.slice(from) });
  return found;
}

function toInline([whole, code, bold, strong, italic, emphasis, label, href]: RegExpMatchArray): MarkdownInline {
  if (code !== undefined) return { kind: "code", text: code };
  if (bold !== undefined || strong !== undefined) return { kind: "bold", text: (bold ?? strong)! };
  if (italic !== undefined || emphasis !== undefined) return { kind: "italic", text: (italic ?? emphasis)! };
  return isSafeHref(href!) ? { kind: "link", text: label!, href: href! } : { kind: "text", text: whole! };
}

/** Only addresses that open a page: nothing that a browser would run. */
const isSafeHref = (href: string): boolean => /^(https?:\/\/|mailto:|\/(?!\/))/i.test(href);
