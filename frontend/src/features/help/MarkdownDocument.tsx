/** A document of ours as elements: what Markdown says, and never as HTML. */

import { marked, type Token, type Tokens } from "marked";
import { type ReactNode, useMemo } from "react";
import { toUrl } from "../../api/basePath";
import { followInPage } from "../../lib/navigation";
import { createAnchorCounter, isGuideName } from "./guides";
import "./markdownDocument.css";

const SOURCES = "https://github.com/designery/designery/blob/main/docs/";

export function MarkdownDocument({ text }: { text: string }) {
  return useMemo(() => {
    const countAnchor = createAnchorCounter();
    return marked.lexer(text).map((token, index) => <Block key={index}>{drawBlock(token, countAnchor)}</Block>);
  }, [text]);
}

const Block = ({ children }: { children: ReactNode }) => children;

function drawBlock(token: Token, countAnchor: (title: string) => string): ReactNode {
  switch (token.type) {
    case "heading": {
      const { depth, tokens, text } = token as Tokens.Heading;
      const Heading = (["h1", "h2", "h3", "h4"] as const)[Math.min(depth, 4) - 1]!;
      return (
        <Heading id={countAnchor(text.replace(/[`*]/g, ""))} tabIndex={-1}>
          {drawInlines(tokens)}
        </Heading>
      );
    }
    case "paragraph":
    case "text":
      return <p>{drawInlines((token as Tokens.Paragraph).tokens ?? [])}</p>;
    case "list":
      return drawList(token as Tokens.List, countAnchor);
    case "table":
      return drawTable(token as Tokens.Table);
    case "code":
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      return <pre tabIndex={0}>{(token as Tokens.Code).text}</pre>;
    case "blockquote":
      return <blockquote>{drawBlocks((token as Tokens.Blockquote).tokens, countAnchor)}</blockquote>;
    case "hr":
      return <hr />;
    default:
      return null;
  }
}

const drawBlocks = (tokens: readonly Token[], countAnchor: (title: string) => string): ReactNode =>
  tokens.map((token, index) => <Block key={index}>{drawBlock(token, countAnchor)}</Block>);

function drawList({ ordered, items }: Tokens.List, countAnchor: (title: string) => string): ReactNode {
  const List = ordered ? "ol" : "ul";
  return (
    <List>
      {items.map((item, index) => (
        <li key={index}>
          {item.tokens.map((token, at) =>
            token.type === "text" ? (
              <Block key={at}>{drawInlines((token as Tokens.Text).tokens ?? [])}</Block>
            ) : (
              <Block key={at}>{drawBlock(token, countAnchor)}</Block>
            ),
          )}
        </li>
      ))}
    </List>
  );
}

function drawTable({ header, rows }: Tokens.Table): ReactNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className="help-table" tabIndex={0} role="group" aria-label={header.map(({ text }) => text).join(", ")}>
      <table>
        <thead>
          <tr>
            {header.map((cell, index) =>
              cell.text === "" ? (
                <td key={index} />
              ) : (
                <th key={index} scope="col">
                  {drawInlines(cell.tokens)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, at) => (
                <td key={at}>{drawInlines(cell.tokens)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const drawInlines = (tokens: readonly Token[]): ReactNode =>
  tokens.map((token, index) => <Block key={index}>{drawInline(token)}</Block>);

function drawInline(token: Token): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong>{drawInlines((token as Tokens.Strong).tokens)}</strong>;
    case "em":
      return <em>{drawInlines((token as Tokens.Em).tokens)}</em>;
    case "codespan":
      return <code>{(token as Tokens.Codespan).text}</code>;
    case "br":
      return <br />;
    case "link":
      return <GuideLink href={(token as Tokens.Link).href}>{drawInlines((token as Tokens.Link).tokens)}</GuideLink>;
    case "image":
      return null;
    default:
      return "text" in token ? (token.text as string) : null;
  }
}

/** To another guide or the page of a module in the app; to the sources where the app does not bring the document along. */
function GuideLink({ href, children }: { href: string; children: ReactNode }) {
  const [path = "", anchor] = href.split("#");
  const name = path.replace(/\.md$/, "");
  if (path === "") return <a href={`#${anchor}`}>{children}</a>;
  if (isGuideName(name)) {
    return (
      <a href={toUrl(`/help/${name}${anchor ? `#${anchor}` : ""}`)} onClick={anchor ? undefined : followInPage}>
        {children}
      </a>
    );
  }
  if (path.startsWith("modules/")) {
    return (
      <a href={toUrl(`/help/${path}`)} onClick={followInPage}>
        {children}
      </a>
    );
  }
  const isElsewhere = /^[a-z]+:/.test(href);
  return (
    <a href={isElsewhere ? href : SOURCES + href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  );
}
