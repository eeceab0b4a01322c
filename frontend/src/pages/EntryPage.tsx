/** What a browser without a session sees: how to get in. */

import { useEffect } from "react";
import { appTexts } from "../messages/appTexts";
import { Logo } from "../ui/Logo";
import "./entryPage.css";
import "../ui/emptyState.css";

interface Props {
  /** Why the launch link did not open, where one was tried. */
  refusal?: string | null;
}

export function EntryPage({ refusal = null }: Props) {
  useEffect(() => {
    document.title = appTexts.app;
  }, []);
  return (
    <main className="message">
      <Logo />
      <h1 className="message-title">{appTexts.signIn.title}</h1>
      <p>{refusal ?? appTexts.signIn.how}</p>
      <code className="entry-command">{appTexts.signIn.command}</code>
      <p>{appTexts.signIn.once}</p>
    </main>
  );
}
