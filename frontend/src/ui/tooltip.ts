/** The little sign beside what the pointer rests on; see TipHost. */

export interface TooltipProps {
  "data-tip"?: string;
  "data-tip-side"?: "right";
}

/** The attributes of an element that says what it is: below it, or at its right. Without words it says nothing. */
export const getTooltipProps = (words: string, side?: "right"): TooltipProps =>
  words === "" ? {} : { "data-tip": words, "data-tip-side": side };
