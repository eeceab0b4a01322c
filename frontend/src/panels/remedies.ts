/** What one press does about a problem: the fix that comes with it, the dialog for what is missing, or the list of what an input can be connected to. */

import type { Problem } from "../api/types";
import { chooseConnection } from "../dialogs/connecting";
import { openDialog } from "../dialogs/open";
import { text } from "../messages/en";
import { change, useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import type { Dragged } from "../stores/ui";

export interface Remedy {
  label: string;
  apply: () => void;
}

export function remedyOf({ node, field, fix, severity }: Problem): Remedy | null {
  if (fix?.secret) return { label: fix.label, apply: () => enterSecret(fix.secret!) };
  if (fix) return { label: fix.label, apply: () => change(text.edits.fix(fix.label), fix.edits) };
  const port = severity === "advice" || node === null || field === null ? null : openInput(node, field);
  return port && { label: text.problems.connect, apply: () => chooseConnection(port) };
}

const enterSecret = (name: string): void =>
  void openDialog(async () => (await import("../dialogs/SecretDialog")).secretDialogFor(name));

/** An input that nothing is connected to. */
function openInput(node: string, name: string): Dragged | null {
  const held = useDesign.getState().document?.nodes[node];
  const port = useLibrary
    .getState()
    .modules.get(held?.module ?? "")
    ?.inputs.find((input) => input.name === name);
  return port && !held?.inputs[name] ? { node, port: name, type: port.type, side: "input" } : null;
}
