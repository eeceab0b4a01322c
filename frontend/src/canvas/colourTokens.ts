/** The colours of the page's tokens for what is drawn with a pen and not by style sheets. */

export type ReadColour = (name: string) => string;

/** Reads each colour once: to read it makes the browser work out the styles of all that has just changed. */
export function createColourReader(element: Element, known: Map<string, string>): ReadColour {
  return (name) => {
    const colour = known.get(name) ?? getComputedStyle(element).getPropertyValue(name).trim();
    known.set(name, colour);
    return colour;
  };
}

const TOKEN_PATTERN = /^var\((--[\w-]+)\)$/;

/** What a style sheet would make of a fill or a stroke; null for none. */
export function resolveColour(value: string | undefined, colour: ReadColour): string | null {
  if (!value || value === "none") return null;
  const token = TOKEN_PATTERN.exec(value)?.[1];
  return token === undefined ? value : colour(token);
}
