/** The colours of the page's tokens for what is drawn with a pen and not by style sheets. */

export type Colour = (name: string) => string;

/** Reads each colour once: to read it makes the browser work out the styles of all that has just changed. */
export function colourOn(element: Element, known: Map<string, string>): Colour {
  return (name) => {
    const colour = known.get(name) ?? getComputedStyle(element).getPropertyValue(name).trim();
    known.set(name, colour);
    return colour;
  };
}

const TOKEN = /^var\((--[\w-]+)\)$/;

/** What a style sheet would make of a fill or a stroke; null for none. */
export function ink(value: string | undefined, colour: Colour): string | null {
  if (!value || value === "none") return null;
  const token = TOKEN.exec(value)?.[1];
  return token === undefined ? value : colour(token);
}
