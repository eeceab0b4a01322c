/** The text of a note, drawn from its blocks: what somebody wrote is never read as HTML. */

import { type Block, blocksOf, type Inline } from "../../graph/markdown";

export function Markdown({ text }: { text: string }) {
  return blocksOf(text).map((block, index) => <BlockOf key={index} block={block} />);
}

function BlockOf({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading": {
      const Heading = (["h3", "h4", "h5"] as const)[block.level - 1]!;
      return (
        <Heading>
          <Words words={block.words} />
        </Heading>
      );
    }
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List>
          {block.items.map((words, index) => (
            <li key={index}>
              <Words words={words} />
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
          <Lines lines={block.lines} />
        </blockquote>
      );
    case "paragraph":
      return (
        <p>
          <Lines lines={block.lines} />
        </p>
      );
  }
}

function Lines({ lines }: { lines: Inline[][] }) {
  return lines.map((words, index) => (
    <span key={index}>
      {index > 0 && <br />}
      <Words words={words} />
    </span>
  ));
}

function Words({ words }: { words: Inline[] }) {
  return words.map((word, index) => <Word key={index} word={word} />);
}

function Word({ word }: { word: Inline }) {
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
