/** The one dialog that is open, if any. Its code and its looks come when it is asked for. */

import type { ComponentType } from "react";
import { create } from "zustand";
import { reloadMissingStyles } from "../../lib/lazy";
import { notifyFailure } from "../../lib/toasts";

export type Dialog = ComponentType<{ onClose: () => void }>;

interface DialogState {
  shown: Dialog | null;
  /** Whether one has been asked for and is about to appear. */
  isLoading: boolean;
}

export const useDialogStore = create<DialogState>()(() => ({ shown: null, isLoading: false }));

export async function openDialog(load: () => Promise<{ default: Dialog }>): Promise<void> {
  useDialogStore.setState({ isLoading: true });
  try {
    await reloadMissingStyles();
    const [{ default: shown }] = await Promise.all([load(), import("../../styles/lazyMantine")]);
    useDialogStore.setState({ shown });
  } catch (error) {
    notifyFailure(error);
  } finally {
    useDialogStore.setState({ isLoading: false });
  }
}

export const closeDialog = (): void => useDialogStore.setState({ shown: null });
