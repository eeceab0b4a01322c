/** The one dialog that is open, if any. Its code and its looks come when it is asked for. */

import type { ComponentType } from "react";
import { create } from "zustand";
import { fetchStylesAgain } from "../later";
import { notifyFailure } from "../notify";

export type Dialog = ComponentType<{ onClose: () => void }>;

export const useDialog = create<{ shown: Dialog | null }>()(() => ({ shown: null }));

export async function openDialog(load: () => Promise<{ default: Dialog }>): Promise<void> {
  try {
    await fetchStylesAgain();
    const [{ default: shown }] = await Promise.all([load(), import("../styles/later")]);
    useDialog.setState({ shown });
  } catch (error) {
    notifyFailure(error);
  }
}

export const closeDialog = (): void => useDialog.setState({ shown: null });
