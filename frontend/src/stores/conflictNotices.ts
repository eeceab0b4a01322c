/** Tells what others deleted while one was working on it, and brings it back. */

import type { Design } from "../api/designDocument";
import { findDataset, getNodeTitle } from "../graph/nodeSubtitle";
import { type RemoteDeletion, restoreDeleted } from "../graph/remoteDeletions";
import { notifyDone, notifyOffer } from "../lib/toasts";
import { collaborationTexts } from "../messages/collaborationTexts";
import { useCatalog } from "./catalogStore";
import { restoreInDesign, useDesign } from "./designStore";

const texts = collaborationTexts.conflicts;

export function notifyLosses(before: Design, losses: RemoteDeletion[], by: string | undefined): void {
  const names = losses.map((loss) => getLostName(before, loss));
  notifyOffer(texts.deleted(names, by ?? texts.somebody), texts.restore, () => {
    const { document: now } = useDesign.getState();
    if (now) restoreInDesign(texts.restored(names), restoreDeleted(before, now, losses));
  });
}

/** Undo and redo leave alone what others have set since. */
export const notifyUndoConflict = (label: string): void => notifyDone(texts.editsSkipped(label));

function getLostName(before: Design, { kind, id }: RemoteDeletion): string {
  const node = kind === "nodes" && before.nodes[id];
  if (!node) return texts.kinds[kind];
  const { modules, datasets } = useCatalog.getState();
  const module = modules.get(node.module);
  return getNodeTitle(node, module, findDataset(node, module, datasets));
}
