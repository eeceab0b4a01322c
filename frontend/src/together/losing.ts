/** Tells what others deleted while one was working on it, and brings it back. */

import { bringBack, type Loss } from "../graph/losses";
import { datasetOf, nodeTitle } from "../graph/subtitle";
import type { Design } from "../graph/types";
import { together } from "../messages/together";
import { notifyDone, notifyOffer } from "../notify";
import { putBack, useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";

const say = together.losing;

export function tellLosses(before: Design, losses: Loss[], by: string | undefined): void {
  const names = losses.map((loss) => nameOf(before, loss));
  notifyOffer(say.lost(names, by ?? say.somebody), say.bringBack, () => {
    const { document: now } = useDesign.getState();
    if (now) putBack(say.broughtBack(names), bringBack(before, now, losses));
  });
}

/** Undo and redo leave alone what others have set since. */
export const tellKept = (label: string): void => notifyDone(say.kept(label));

function nameOf(before: Design, { kind, id }: Loss): string {
  const node = kind === "nodes" && before.nodes[id];
  if (!node) return say.kinds[kind];
  const { modules, datasets } = useLibrary.getState();
  return nodeTitle(node, modules.get(node.module), datasetOf(node, datasets));
}
