/** Short messages in the corner: what failed and why, and what was done with the way back. Their looks come with the first. */

import { create } from "zustand";
import { Refused } from "./api/client";
import { inTeam } from "./api/team";
import { patiently } from "./later";
import { text } from "./messages/en";
import { navigate } from "./navigation";

/** Whether anything was ever said, so that the place for messages is needed. */
export const useSaid = create<boolean>(() => false);

const notices = () => {
  useSaid.setState(true, true);
  return patiently(() => import("./notices"));
};

export function notifyFailure(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const { errorId, link } = error instanceof Refused ? error : { errorId: null, link: undefined };
  if (link && inTeam) {
    notifyOffer(message, text.actions.seeWhy, () => navigate(link));
    return;
  }
  void notices().then(({ showFailure, showServerError }) => {
    if (errorId) showServerError(errorId);
    else showFailure(message);
  });
}

/** Say that something is done, with a button that takes it back. */
export function notifyDone(message: string, undo?: () => void): void {
  void notices().then(({ showDone }) => showDone(message, undo));
}

/** Say what happened, with a button that does something about it. */
export function notifyOffer(message: string, label: string, perform: () => void): void {
  void notices().then(({ showOffer }) => showOffer(message, label, perform, 60_000));
}
