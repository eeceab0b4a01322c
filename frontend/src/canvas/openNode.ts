/** Opening what stands on the canvas: a card, a group, a note. */

import { parseGroupCardId, parseNoteCardId } from "../graph/designGroups";
import { useCatalog } from "../stores/catalogStore";
import { useDesign } from "../stores/designStore";
import { getOutput } from "../stores/runStore";
import { selectCards, showResult, useUi } from "../stores/uiStore";

/** What a search found is seen in its leaderboard, which is not its first output. */
const SEARCH_ROLE = "automated_trainer";

/** The first output of a node that something is known of; of a search its leaderboard. */
export function findFirstResult(node: string): string | null {
  const module = useCatalog.getState().modules.get(useDesign.getState().document?.nodes[node]?.module ?? "");
  const outputs = (module?.outputs ?? []).filter(({ name }) => getOutput(node, name));
  const searched = module?.role === SEARCH_ROLE ? outputs.find(({ type }) => type === "dataset") : undefined;
  return (searched ?? outputs[0])?.name ?? null;
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
