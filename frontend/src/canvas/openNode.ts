/** Opening what stands on the canvas: a card, a group, a note. */

import { parseGroupCardId, parseNoteCardId } from "../graph/designGroups";
import { useCatalog } from "../stores/catalogStore";
import { useDesign } from "../stores/designStore";
import { getOutput } from "../stores/runStore";
import { selectCards, showResult, useUi } from "../stores/uiStore";

/** The first output of a node that something is known of. */
export function findFirstResult(node: string): string | null {
  const module = useDesign.getState().document?.nodes[node]?.module;
  const outputs = useCatalog.getState().modules.get(module ?? "")?.outputs ?? [];
  return outputs.find(({ name }) => getOutput(node, name))?.name ?? null;
}

/** Show what came out of a node; where there is nothing yet, open the node. */
export function openNodeResult(node: string): void {
  const port = findFirstResult(node);
  if (port) showResult(node, port);
  else openCard(node);
}

/** A node shows what comes in, its parameters and what goes out; a group its contents; a note its text to write. */
export function openCard(card: string): void {
  const [group, note] = [parseGroupCardId(card), parseNoteCardId(card)];
  if (group !== null) enterGroup(group);
  else if (note !== null) useUi.setState({ editingText: card, selection: [card] });
  else {
    selectCards([card]);
    useUi.setState({ focusedCard: card, hoveredPort: null });
  }
}

/** Show only the contents of a group; null for the whole design. */
export function enterGroup(group: string | null): void {
  selectCards([]);
  useUi.setState({ openedGroup: group, editingText: null, hoveredPort: null });
}
