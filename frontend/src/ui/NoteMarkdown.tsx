/** The text of a note, drawn from its blocks: what somebody wrote is never read as HTML. */

import { type MarkdownBlock, type MarkdownInline, parseMarkdown } from "../graph/markdownParser";

export function NoteMarkdown({ text }: { text: string }) {
  return parseMarkdown(text).map((block, index) => <MarkdownBlockElement key={index} block={block} />);
}

function MarkdownBlockElement({ block }: { block: MarkdownBlock }) {
  switch (block.kind) {
    case "heading": {
      const Heading = (["h3", "h4", "h5"] as const)[block.level - 1]!;
      return (
        <Heading>
          <MarkdownInlines words={block.words} />
        </Heading>
      );
    }
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List>
          {block.items.map((words, index) => (
            <li key={index}>
              <MarkdownInlines words={words} />
            </li>
          ))}
        </List>
      );
    }
    case "code":
      return <pre>{block.text}</pre>;
    case "rule":
      return <hr />;
    case "quote":
      return (
        <blockquote>
          <MarkdownLines lines={block.lines} />
        </blockquote>
      );
    case "paragraph":
      return (
        <p>
          <MarkdownLines lines={block.lines} />
        </p>
      );
  }
}

function MarkdownLines({ lines }: { lines: MarkdownInline[][] }) {
  return lines.map((words, index) => (
    <span key={index}>
      {index > 0 && <br />}
      <MarkdownInlines words={words} />
    </span>
  ));
}

function MarkdownInlines({ words }: { words: MarkdownInline[] }) {
  return words.map((word, index) => <MarkdownInlineElement key={index} word={word} />);
}

function MarkdownInlineElement({ word }: { word: MarkdownInline }) {
  switch (word.kind) {
    case "bold":
      return <strong>{word.text}</strong>;
    case "italic":
      return <em>{word.text}</em>;
    case "code":
      return <code>{word.text}</code>;
    case "link":
      return (
        <a href={word.href} target="_blank" rel="noreferrer noopener" className="nodrag">
          {word.text}
        </a>
      );
    case "text":
      return word.text;
  }
}
