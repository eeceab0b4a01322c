/** The run that the open dialog is about. */

import { create } from "zustand";
import type { ListedRun } from "../../api/apiTypes";

type DialogRun = Pick<ListedRun, "id" | "number" | "tags" | "note">;

export const useDialogRun = create<{ run: DialogRun | null }>()(() => ({ run: null }));

export const setDialogRun = (run: DialogRun): void => useDialogRun.setState({ run });
