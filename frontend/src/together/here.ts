/** Who else has the design open, and whom one follows. */

import { create } from "zustand";
import type { Visitor } from "../api/types";

interface Here {
  others: Visitor[];
  /** This tab, as the server knows it. */
  own: Visitor | null;
  /** The tab whose view this one shows. */
  following: string | null;
}

export const NOBODY: Here = { others: [], own: null, following: null };

export const useHere = create<Here>(() => NOBODY);

const COLOURS = 8;

/** The class that gives a thing somebody's colour. */
export const colorOf = ({ color }: Visitor): string => `person-${color % COLOURS}`;
