/** The rows of the palette are one stop of Tab; arrows go from row to row. */

export const ROW_SELECTOR = ".category, .module-row, .palette-write";

/** Make one row of the list the one that Tab leads to. */
export function makeReachable(list: HTMLElement | null, row: Element | null): void {
  if (!(row instanceof HTMLElement) || !row.matches(ROW_SELECTOR)) return;
  for (const before of list?.querySelectorAll<HTMLElement>("[tabindex='0']") ?? []) before.tabIndex = -1;
  row.tabIndex = 0;
}

/** Arrow keys go from row to row. */
export function moveFocus(event: React.KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(ROW_SELECTOR)];
  const next = rows[rows.indexOf(document.activeElement as HTMLElement) + step];
  event.preventDefault();
  if (next) next.focus();
  else if (step < 0) document.querySelector<HTMLInputElement>(".palette-search input")?.focus();
}
