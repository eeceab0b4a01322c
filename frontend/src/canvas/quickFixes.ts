/** What one press does about a problem: the fix that comes with it, the dialog for what is missing, or the list of what an input can be connected to. */

import type { Problem } from "../api/apiTypes";
import type { Edit } from "../api/designDocument";
import { layOutAddedNodes } from "../graph/localLayout";
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
  if (fix) return { label: fix.label, apply: () => applyFix(appTexts.edits.fix(fix.label), fix.edits) };
  const port = severity === "advice" || node === null || field === null ? null : openConnectDialogAtInput(node, field);
  return port && { label: appTexts.problems.connect, apply: () => openConnectDialog(port) };
}

/** As one change: the nodes that it adds get room among the others. */
export function applyFix(label: string, edits: readonly Edit[]): void {
  const { document } = useDesign.getState();
  if (!document) return;
  changeDesign(label, layOutAddedNodes(document, edits, computeCardHeight));
  const added = edits.find(({ path }) => path[0] === "nodes" && path.length === 2 && !document.nodes[path[1]!]);
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
