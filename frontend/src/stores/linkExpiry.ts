/** The end of a visit by an edit link: what it says, and what the server did not get. */

import { create } from "zustand";
import type { Design } from "../api/designDocument";
import type { Change } from "../graph/localCopy";

export interface LinkExpiry {
  /** In the server's words; null while the link holds. */
  sentence: string | null;
  /** The design as the visitor last saw it, with their own changes. */
  document: Design | null;
  unsent: Change[];
}

export const LINK_ACTIVE: LinkExpiry = { sentence: null, document: null, unsent: [] };

export const useLinkExpiry = create<LinkExpiry>(() => LINK_ACTIVE);
