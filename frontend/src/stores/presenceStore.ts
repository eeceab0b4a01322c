/** Who else has the design open, and whom one follows. */

import { create } from "zustand";
import type { Participant } from "../api/apiTypes";

interface PresenceState {
  others: Participant[];
  /** This tab, as the server knows it. */
  own: Participant | null;
  /** The tab whose view this one shows. */
  following: string | null;
}

export const NOBODY: PresenceState = { others: [], own: null, following: null };

export const usePresence = create<PresenceState>(() => NOBODY);

const COLORS = 8;

/** Which of the colors of people is somebody's. */
export const getColorIndex = ({ color }: Participant): number => color % COLORS;
