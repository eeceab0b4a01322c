/** Where the open dialog is drawn. */

import { closeDialog, useDialog } from "./open";

export function DialogHost() {
  const Shown = useDialog((store) => store.shown);
  return Shown && <Shown onClose={closeDialog} />;
}
