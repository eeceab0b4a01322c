/** A field to write a comment in: Ctrl+Enter sends it, Escape gives up. */

import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { together } from "../messages/together";

const say = together.comments;

interface Props {
  label: string;
  start?: string;
  send: string;
  /** Whether it was taken: what was not stays in the field. */
  onSend: (text: string) => Promise<boolean>;
  onGiveUp?: () => void;
  eager?: boolean;
}

export function Writing({ label, start = "", send, onSend, onGiveUp, eager = false }: Props) {
  const [text, setText] = useState(start);
  const [busy, setBusy] = useState(false);
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() === "" || busy) return;
    setBusy(true);
    const taken = await onSend(text.trim());
    setBusy(false);
    if (!taken) return;
    setText("");
    onGiveUp?.();
  };
  const press = (event: React.KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
    if (event.key === "Escape") {
      if (onGiveUp) onGiveUp();
      else (event.currentTarget as HTMLElement).blur();
    }
  };
  const wide = text !== "" || onGiveUp !== undefined;
  return (
    <form className="comment-writing" onSubmit={submit}>
      <textarea
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={10_000}
        rows={wide ? 3 : 1}
        // biome-ignore lint/a11y/noAutofocus: it was just asked for
        autoFocus={eager}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={press}
      />
      {wide && (
        <footer>
          <span>{say.hint}</span>
          {onGiveUp && (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={onGiveUp}>
              {say.cancel}
            </Button>
          )}
          <Button size="compact-sm" type="submit" loading={busy} disabled={text.trim() === ""}>
            {send}
          </Button>
        </footer>
      )}
    </form>
  );
}
