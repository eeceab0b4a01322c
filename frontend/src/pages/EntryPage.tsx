/** What a browser without a session sees: how to get in. */

import { useEffect } from "react";
import { text } from "../messages/en";
import { Logo } from "../panels/Logo";

interface Props {
  /** Why the launch link did not open, where one was tried. */
  refusal?: string | null;
}

export function EntryPage({ refusal = null }: Props) {
  useEffect(() => {
    document.title = text.app;
  }, []);
  return (
    <main className="message">
      <Logo />
      <h1 className="message-title">{text.entry.title}</h1>
      <p>{refusal ?? text.entry.how}</p>
      <code className="entry-command">{text.entry.command}</code>
      <p>{text.entry.once}</p>
    </main>
  );
}
