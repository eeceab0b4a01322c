/** The sentences of working together on one design, in English. */

import { inWords } from "./words";

export const together = {
  losing: {
    somebody: "Somebody",
    lost: (names: readonly string[], by: string) =>
      `${by} deleted ${inWords(names)} while you were working on ${names.length === 1 ? "it" : "them"}.`,
    bringBack: "Bring back",
    broughtBack: (names: readonly string[]) => `Brought back ${inWords(names)}`,
    kept: (label: string) => `“${label}”: what others have changed since was left as it is.`,
    kinds: { nodes: "a module", notes: "a note", groups: "a group", modules: "the code of a module" },
  },
};
