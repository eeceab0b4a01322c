/** Code that was typed and not applied yet, kept for as long as the tab: another pane or a reload loses nothing. */

import { getIdentityKey } from "../api/accessMode";

export interface TypedCode {
  /** The code of the design that it was typed into. */
  written: string;
  text: string;
}

const PREFIX = "designery:typed-code:";
const toStorageKey = (design: string) => `${PREFIX}${getIdentityKey()}:${design}`;

/** Remember what was typed; code as it was written is forgotten. */
export function storeTypedCode(design: string, { written, text }: TypedCode): void {
  try {
    if (text === written) sessionStorage.removeItem(toStorageKey(design));
    else sessionStorage.setItem(toStorageKey(design), JSON.stringify({ written, text }));
  } catch {
    // No room, or no storage in private mode: the code is kept as long as its pane is open.
  }
}

/** What was typed into the code of a design and waits to be applied. */
export function readTypedCode(design: string): TypedCode | null {
  try {
    const { written, text } = JSON.parse(sessionStorage.getItem(toStorageKey(design)) ?? "{}") as Partial<TypedCode>;
    return typeof written === "string" && typeof text === "string" ? { written, text } : null;
  } catch {
    return null;
  }
}
