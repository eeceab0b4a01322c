/** The id of an error of the server, to be quoted to whoever runs it: its log has the cause under it. */

import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { text } from "../messages/en";
import "./errorId.css";

export default function ErrorId({ id }: { id: string }) {
  const [copied, setCopied] = useState(false);
  const shown = useRef<HTMLElement>(null);
  const copy = () => copyText(id).then(setCopied, () => getSelection()?.selectAllChildren(shown.current!));
  return (
    <div className="error-id">
      <span>
        {text.failures.quote[0]} <code ref={shown}>{id}</code> {text.failures.quote[1]}
      </span>
      <Button size="compact-sm" variant="default" onClick={() => void copy()} aria-live="polite">
        {copied ? text.failures.copied : text.failures.copy}
      </Button>
    </div>
  );
}

/** Rejects where the page has no clipboard, as without https: then the id is selected, for the keys that copy. */
async function copyText(id: string): Promise<true> {
  await navigator.clipboard.writeText(id);
  return true;
}
