/** Typed text that waits a moment before it counts. */

import { useCallback, useEffect, useRef, useState } from "react";

const PAUSE = 400;

export interface DebouncedInput {
  text: string;
  onChange: (text: string) => void;
  /** On blur, on Enter: what is typed counts now. */
  commit: () => void;
}

/**
 * A draft of a text: it shows at once, and counts after a pause, on blur, on Enter, and when the field goes away.
 * While it is edited, values that come from elsewhere do not overwrite it.
 */
export function useDebouncedInput(storedValue: string, onCommit: (text: string) => void): DebouncedInput {
  const [draft, setDraft] = useState<string | null>(null);
  const pending = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(onCommit);
  latest.current = onCommit;

  const save = useCallback(() => {
    clearTimeout(timer.current);
    if (pending.current === null) return;
    const text = pending.current;
    pending.current = null;
    latest.current(text);
  }, []);
  useEffect(() => {
    addEventListener("pagehide", save);
    return () => {
      removeEventListener("pagehide", save);
      save();
    };
  }, [save]);

  return {
    text: draft ?? storedValue,
    onChange: (text) => {
      setDraft(text);
      pending.current = text;
      clearTimeout(timer.current);
      timer.current = setTimeout(save, PAUSE);
    },
    commit: () => {
      save();
      setDraft(null);
    },
  };
}
