/** Where the open dialog is drawn. */

import { closeDialog, useDialogStore } from "./dialogStore";

export function DialogHost() {
  const Shown = useDialogStore((store) => store.shown);
  return Shown && <Shown onClose={closeDialog} />;
}
