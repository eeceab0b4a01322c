/** From pane to pane by one key, as in a desktop program: bar, palette, outline, canvas, parameters, what is below. */

import { focusFirstCard } from "../canvas/viewport";
import { editorTexts } from "../messages/editorTexts";
import { type Action, hasDesign } from "../ui/actions/action";

const CANVAS_SELECTOR = ".outline-pane, .canvas";
const PANE_SELECTORS = [".topbar", ".palette, .rail", ".outline-pane", ".canvas", ".side", ".bottom, .problems-bar"];
const FOCUSABLE = ":is(a[href], button, input, textarea, select, [tabindex]):not(:disabled, [tabindex='-1'])";

function focusNextPane(by: 1 | -1): void {
  const panes = PANE_SELECTORS.flatMap((one) => document.querySelector<HTMLElement>(one) ?? []);
  const now = panes.findIndex((pane) => pane.contains(document.activeElement));
  const from = now < 0 ? panes.findIndex((pane) => pane.matches(CANVAS_SELECTOR)) - by : now;
  for (let step = 1; step <= panes.length; step += 1) {
    const next = panes[(from + by * step + 2 * panes.length) % panes.length];
    if (next && focusPane(next)) return;
  }
}

/** Give a pane the focus: a list where it was left, a form at its first field. */
function focusPane(pane: HTMLElement): boolean {
  if (pane.matches(".canvas")) return focusFirstCard();
  const find = (place: string) =>
    [...pane.querySelectorAll<HTMLElement>(place)].find((one) => one.offsetParent !== null);
  const to =
    find(`[role=tree] ${FOCUSABLE}`) ??
    find(`[role=tabpanel] ${FOCUSABLE}:not(.field-head *)`) ??
    find(`[role=tabpanel] ${FOCUSABLE}`) ??
    find(FOCUSABLE);
  to?.focus();
  return to !== undefined;
}

/** Go past the bar and the palette to what is drawn. */
export function focusCanvasPane(): void {
  const drawing = document.querySelector<HTMLElement>(CANVAS_SELECTOR);
  if (drawing) focusPane(drawing);
}

const createPaneAction = (id: string, name: string, keys: string, by: 1 | -1): Action => ({
  id,
  name,
  group: "view",
  order: 390,
  keys: [keys],
  hiddenFromPalette: true,
  whileTyping: true,
  isEnabled: hasDesign,
  perform: () => focusNextPane(by),
});

export const paneActions: readonly Action[] = [
  createPaneAction("nextPane", editorTexts.actions.nextPane, "F6", 1),
  createPaneAction("previousPane", editorTexts.actions.previousPane, "Shift+F6", -1),
];
