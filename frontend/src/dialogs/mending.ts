/** What the button of a problem does: the edits that mend it, or the dialog in which what is missing is entered. */

import type { Problem } from "../api/types";
import { change } from "../stores/design";
import { openDialog } from "./open";

export type Fix = NonNullable<Problem["fix"]>;

export function makeFix({ label, edits, secret }: Fix, called = label): void {
  if (secret) void openDialog(async () => (await import("./SecretDialog")).secretDialogFor(secret));
  else change(called, edits);
}
