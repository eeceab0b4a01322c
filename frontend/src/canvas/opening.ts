/** Opening what stands on the canvas: a card, a group, a note. */

import { groupIn, noteIn } from "../graph/groups";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { outputOf } from "../stores/run";
import { select, showResult, useUi } from "../stores/ui";

/** The first output of a node that something is known of. */
export function firstResult(node: string): string | null {
  const module = useDesign.getState().document?.nodes[node]?.module;
  const outputs = useLibrary.getState().modules.get(module ?? "")?.outputs ?? [];
  return outputs.find(({ name }) => outputOf(node, name))?.name ?? null;
}

/** Show what came out of a node; where there is nothing yet, open the node. */
export function openResultOf(node: string): void {
  const port = firstResult(node);
  if (port) showResult(node, port);
  else openCard(node);
}

/** A node shows what comes in, its parameters and what goes out; a group its contents; a note its text to write. */
export function openCard(card: string): void {
  const [group, note] = [groupIn(card), noteIn(card)];
  if (group !== null) openGroup(group);
  else if (note !== null) useUi.setState({ writing: card, selection: [card] });
  else {
    select([card]);
    useUi.setState({ focus: card, hovered: null });
  }
}

/** Show only the contents of a group; null for the whole design. */
export function openGroup(group: string | null): void {
  select([]);
  useUi.setState({ opened: group, writing: null, hovered: null });
}
