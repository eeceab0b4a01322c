/** The field in the bar that finds designs, datasets, columns, samples, runs, modules and pages; "/" goes there. */

import { IconSearch } from "@tabler/icons-react";
import { Suspense, useEffect, useRef, useState } from "react";
import { lazyWithRetry } from "../../lib/lazy";
import { searchTexts as texts } from "../../messages/searchTexts";
import { formatKeys, toKeyCombination } from "../../ui/actions/keyboardShortcuts";
import "./globalSearch.css";

const Found = lazyWithRetry(() => import("./SearchResults"));

const KEYS = new Set(["/", "Mod+K"]);
const FIELDS = "input, textarea, select, [contenteditable=true], [role=dialog]";

export function GlobalSearch() {
  const [query, setQuery] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const [count, setCount] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  useSearchShortcut(field);
  const close = () => {
    setOpen(false);
    setQuery("");
    setActive(0);
    setCount(0);
  };
  const press = (event: React.KeyboardEvent) => {
    const options = [...(panel.current?.querySelectorAll<HTMLElement>("[role=option]") ?? [])];
    const to = moveActive(event.key, active, options.length);
    if (to !== null) {
      event.preventDefault();
      setActive(to);
      options[to]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      options[active]?.click();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      if (open) close();
      else field.current?.blur();
    }
  };
  return (
    <search className="search" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}>
      <IconSearch size={16} stroke={1.6} aria-hidden="true" />
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label={texts.title}
        aria-expanded={open}
        aria-controls="search-found"
        aria-autocomplete="list"
        aria-activedescendant={open && active < count ? `search-found-${active}` : undefined}
        placeholder={texts.placeholder}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onKeyDown={press}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
      />
      <kbd>{formatKeys("/")}</kbd>
      {open && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the field keeps the focus while the list is pressed
        <div ref={panel} className="search-panel" onMouseDown={(event) => event.preventDefault()}>
          <Suspense fallback={<p className="search-hint">{texts.reading}</p>}>
            <Found
              query={query.trim()}
              active={active}
              onActive={setActive}
              onChosen={() => field.current?.blur()}
              onCount={setCount}
            />
          </Suspense>
        </div>
      )}
    </search>
  );
}

/** Where the key leads in the list, or null where it does something else. */
function moveActive(key: string, active: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowDown") return (active + 1) % count;
  if (key === "ArrowUp") return (active + count - 1) % count;
  return null;
}

function useSearchShortcut(field: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement | null;
      if (!KEYS.has(toKeyCombination(event)) || target?.closest?.(FIELDS) || document.querySelector("[role=dialog]"))
        return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [field]);
}
