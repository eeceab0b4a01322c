/** What one press does about a problem: the fix that comes with it, the dialog for what is missing, or the list of what an input can be connected to. */

import type { Problem } from "../api/apiTypes";
import type { Edit } from "../api/designDocument";
import { loadWithRetry } from "../lib/lazy";
import { appTexts } from "../messages/appTexts";
import { useCatalog } from "../stores/catalogStore";
import { changeDesign, useDesign } from "../stores/designStore";
import type { DraggedPort } from "../stores/uiStore";
import { openDialog } from "../ui/dialogs/dialogStore";
import { computeCardHeight } from "./measureCards";
import { openConnectDialog } from "./openConnectDialog";
import { ensureVisible } from "./viewport";

export interface QuickFix {
  label: string;
  apply: () => void;
}

export function findQuickFix({ node, field, fix, severity }: Problem): QuickFix | null {
  if (fix?.secret) return { label: fix.label, apply: () => openSecretDialog(fix.secret!) };
  if (fix) return { label: fix.label, apply: () => void applyFix(appTexts.edits.fix(fix.label), fix.edits) };
  const port = severity === "advice" || node === null || field === null ? null : openConnectDialogAtInput(node, field);
  return port && { label: appTexts.problems.connect, apply: () => openConnectDialog(port) };
}

/** As one change: the nodes that it adds get room among the others. */
export async function applyFix(label: string, edits: readonly Edit[]): Promise<void> {
  const isAdded = ({ path }: Edit) => path[0] === "nodes" && path.length === 2;
  const layout = edits.some(isAdded) ? await loadWithRetry(() => import("../graph/localLayout")) : null;
  const { document } = useDesign.getState();
  if (!document) return;
  changeDesign(label, layout?.layOutAddedNodes(document, edits, computeCardHeight) ?? [...edits]);
  const added = edits.find((edit) => isAdded(edit) && !document.nodes[edit.path[1]!]);
  if (added) requestAnimationFrame(() => ensureVisible(added.path[1]!));
}

const openSecretDialog = (name: string): void =>
  void openDialog(async () => (await import("../ui/dialogs/SecretDialog")).createSecretDialog(name));

/** An input that nothing is connected to. */
function openConnectDialogAtInput(node: string, name: string): DraggedPort | null {
  const target = useDesign.getState().document?.nodes[node];
  const port = useCatalog
    .getState()
    .modules.get(target?.module ?? "")
    ?.inputs.find((input) => input.name === name);
  return port && !target?.inputs[name] ? { node, port: name, type: port.type, side: "input" } : null;
}
