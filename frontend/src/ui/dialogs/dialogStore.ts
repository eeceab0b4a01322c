/** The one dialog that is open, if any. Its code and its looks come when it is asked for. */

import type { ComponentType } from "react";
import { create } from "zustand";
import { reloadMissingStyles } from "../../lib/lazy";
import { notifyFailure } from "../../lib/toasts";

export type Dialog = ComponentType<{ onClose: () => void }>;

export const useDialogStore = create<{ shown: Dialog | null }>()(() => ({ shown: null }));

export async function openDialog(load: () => Promise<{ default: Dialog }>): Promise<void> {
  try {
    await reloadMissingStyles();
    const [{ default: shown }] = await Promise.all([load(), import("../../styles/lazyMantine")]);
    useDialogStore.setState({ shown });
  } catch (error) {
    notifyFailure(error);
  }
}

export const closeDialog = (): void => useDialogStore.setState({ shown: null });
