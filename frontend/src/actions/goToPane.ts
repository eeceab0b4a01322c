/** From pane to pane by one key, as in a desktop program: bar, palette, outline, canvas, parameters, what is below. */

import { focusPaper } from "../canvas/stage";
import { editing } from "../messages/editing";
import { type Action, hasDesign } from "./action";

const DRAWING = ".outline-pane, .canvas";
const PANES = [".topbar", ".palette, .rail", ".outline-pane", ".canvas", ".side", ".bottom, .problems-bar"];
const REACHED = ":is(a[href], button, input, textarea, select, [tabindex]):not(:disabled, [tabindex='-1'])";

function go(by: 1 | -1): void {
  const panes = PANES.flatMap((one) => document.querySelector<HTMLElement>(one) ?? []);
  const now = panes.findIndex((pane) => pane.contains(document.activeElement));
  const from = now < 0 ? panes.findIndex((pane) => pane.matches(DRAWING)) - by : now;
  for (let step = 1; step <= panes.length; step += 1) {
    const next = panes[(from + by * step + 2 * panes.length) % panes.length];
    if (next && enter(next)) return;
  }
}

/** Give a pane the focus: a list where it was left, a form at its first field. */
function enter(pane: HTMLElement): boolean {
  if (pane.matches(".canvas")) return focusPaper();
  const inside = (place: string) =>
    [...pane.querySelectorAll<HTMLElement>(`${place} ${REACHED}`)].find((one) => one.offsetParent !== null);
  const to = inside("[role=tree]") ?? inside("[role=tabpanel]") ?? inside("");
  to?.focus();
  return to !== undefined;
}

/** Go past the bar and the palette to what is drawn. */
export function goToDrawing(): void {
  const drawing = document.querySelector<HTMLElement>(DRAWING);
  if (drawing) enter(drawing);
}

const going = (id: string, name: string, keys: string, by: 1 | -1): Action => ({
  id,
  name,
  group: "view",
  keys: [keys],
  quiet: true,
  whileTyping: true,
  enabled: hasDesign,
  perform: () => go(by),
});

export const panesInTurn: readonly Action[] = [
  going("nextPane", editing.actions.nextPane, "F6", 1),
  going("previousPane", editing.actions.previousPane, "Shift+F6", -1),
];
