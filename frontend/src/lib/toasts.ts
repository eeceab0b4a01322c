/** Short messages in the corner: what failed and why, and what was done with the way back. Their looks come with the first. */

import { create } from "zustand";
import { ApiError } from "../api/client";
import { hasAccounts } from "../api/currentWorkspace";
import { appTexts } from "../messages/appTexts";
import { loadWithRetry } from "./lazy";
import { navigate } from "./navigation";

/** Whether anything was ever said, so that the place for messages is needed. */
export const useHasToasts = create<boolean>(() => false);

const loadToasts = () => {
  useHasToasts.setState(true, true);
  return loadWithRetry(() => import("./ToastHost"));
};

export function notifyFailure(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const { errorId, link } = error instanceof ApiError ? error : { errorId: null, link: undefined };
  if (link && hasAccounts) {
    notifyOffer(message, appTexts.actions.seeWhy, () => navigate(link));
    return;
  }
  void loadToasts().then(({ showFailureToast, showServerErrorToast }) => {
    if (errorId) showServerErrorToast(errorId);
    else showFailureToast(message);
  });
}

/** Say that something is done, with a button that takes it back. */
export function notifyDone(message: string, undo?: () => void): void {
  void loadToasts().then(({ showDoneToast }) => showDoneToast(message, undo));
}

/** Say what happened, with a button that does something about it. */
export function notifyOffer(message: string, label: string, perform: () => void): void {
  void loadToasts().then(({ showOfferToast }) => showOfferToast(message, label, perform, 60_000));
}
