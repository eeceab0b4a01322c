/** The little sign beside what the pointer rests on; see TipHost. */

export interface Tip {
  "data-tip"?: string;
  "data-tip-side"?: "right";
}

/** The attributes of an element that says what it is: below it, or at its right. Without words it says nothing. */
export const tip = (words: string, side?: "right"): Tip =>
  words === "" ? {} : { "data-tip": words, "data-tip-side": side };
