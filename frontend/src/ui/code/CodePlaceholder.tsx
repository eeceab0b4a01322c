/** Code as plain text, until its editor has come or where none is needed. */

import "./code.css";

/** `scrolls`: whether it stays, so that the keyboard has to reach what it hides. */
export const CodePlaceholder = ({ text, scrolls = false }: { text: string; scrolls?: boolean }) => (
  <pre className="code-waiting" tabIndex={scrolls ? 0 : undefined}>
    {text}
  </pre>
);
