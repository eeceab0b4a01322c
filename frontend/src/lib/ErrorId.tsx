/** The id of an error of the server, to be quoted to whoever runs it: its log has the cause under it. */

import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import { appTexts } from "../messages/appTexts";
import "./errorId.css";

export default function ErrorId({ id }: { id: string }) {
  const [copied, setCopied] = useState(false);
  const shown = useRef<HTMLElement>(null);
  const copy = () => copyText(id).then(setCopied, () => getSelection()?.selectAllChildren(shown.current!));
  return (
    <div className="error-id">
      <span>
        {appTexts.failures.quote[0]} <code ref={shown}>{id}</code> {appTexts.failures.quote[1]}
      </span>
      <Button size="compact-sm" variant="default" onClick={() => void copy()} aria-live="polite">
        {copied ? appTexts.failures.copied : appTexts.failures.copy}
      </Button>
    </div>
  );
}

/** Rejects where the page has no clipboard, as without https: then the id is selected, for the keys that copy. */
async function copyText(id: string): Promise<true> {
  await navigator.clipboard.writeText(id);
  return true;
}
