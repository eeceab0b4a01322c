/** A field to write a comment in: Ctrl+Enter sends it, Escape gives up. */

import { Button } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { collaborationTexts } from "../../messages/collaborationTexts";

const texts = collaborationTexts.comments;

interface Props {
  label: string;
  start?: string;
  sendLabel: string;
  /** Whether it was taken: what was not stays in the field. */
  onSend: (text: string) => Promise<boolean>;
  onCancel?: () => void;
  autoFocus?: boolean;
}

export function CommentEditor({ label, start = "", sendLabel, onSend, onCancel, autoFocus = false }: Props) {
  const [text, setText] = useState(start);
  const [busy, setBusy] = useState(false);
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() === "" || busy) return;
    setBusy(true);
    const isAccepted = await onSend(text.trim());
    setBusy(false);
    if (!isAccepted) return;
    setText("");
    onCancel?.();
  };
  const press = (event: React.KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
    if (event.key === "Escape") {
      if (onCancel) onCancel();
      else (event.currentTarget as HTMLElement).blur();
    }
  };
  const wide = text !== "" || onCancel !== undefined;
  return (
    <form className="comment-writing" onSubmit={submit}>
      <textarea
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={10_000}
        rows={wide ? 3 : 1}
        // biome-ignore lint/a11y/noAutofocus: it was just asked for
        autoFocus={autoFocus}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={press}
      />
      {wide && (
        <footer>
          <span>{texts.hint}</span>
          {onCancel && (
            <Button size="compact-sm" variant="subtle" color="gray" onClick={onCancel}>
              {texts.cancel}
            </Button>
          )}
          <Button size="compact-sm" type="submit" loading={busy} disabled={text.trim() === ""}>
            {sendLabel}
          </Button>
        </footer>
      )}
    </form>
  );
}
