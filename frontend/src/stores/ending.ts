/** The end of a visit by an edit link: what it says, and what the server did not get. */

import { create } from "zustand";
import type { Change } from "../graph/replica";
import type { Design } from "../graph/types";

export interface Ending {
  /** In the server's words; null while the link holds. */
  sentence: string | null;
  /** The design as the visitor last saw it, with their own changes. */
  document: Design | null;
  unsent: Change[];
}

export const OPEN: Ending = { sentence: null, document: null, unsent: [] };

export const useEnding = create<Ending>(() => OPEN);
