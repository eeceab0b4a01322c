/** The colors of the page's tokens for what is drawn with a pen and not by style sheets. */

export type ReadColor = (name: string) => string;

/** Reads each color once: to read it makes the browser work out the styles of all that has just changed. */
export function createColorReader(element: Element, known: Map<string, string>): ReadColor {
  return (name) => {
    const color = known.get(name) ?? getComputedStyle(element).getPropertyValue(name).trim();
    known.set(name, color);
    return color;
  };
}

const TOKEN_PATTERN = /^var\((--[\w-]+)\)$/;

/** What a style sheet would make of a fill or a stroke; null for none. */
export function resolveColor(value: string | undefined, color: ReadColor): string | null {
  if (!value || value === "none") return null;
  const token = TOKEN_PATTERN.exec(value)?.[1];
  return token === undefined ? value : color(token);
}
