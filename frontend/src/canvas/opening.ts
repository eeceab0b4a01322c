/** Opening a card: its result where there is one, else its parameters. */

import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { outputOf } from "../stores/run";
import { select, showResult } from "../stores/ui";

/** The first output of a node that something is known of. */
export function firstResult(node: string): string | null {
  const module = useDesign.getState().document?.nodes[node]?.module;
  const outputs = useLibrary.getState().modules.get(module ?? "")?.outputs ?? [];
  return outputs.find(({ name }) => outputOf(node, name))?.name ?? null;
}

export function openCard(node: string): void {
  const port = firstResult(node);
  if (port) showResult(node, port);
  else editParameters(node);
}

/** Show the parameters, with the focus in the first that can be typed or chosen. */
function editParameters(node: string): void {
  select([node]);
  requestAnimationFrame(() => {
    const field = ".inspector .field";
    document.querySelector<HTMLElement>(`${field} input, ${field} textarea, ${field} button`)?.focus();
  });
}
