/** What somebody typed for a field that is about to appear: it begins with that. */

let ahead = "";

export const typeAhead = (letter: string): void => {
  ahead += letter;
};

/** Called once by the field, and whenever no field is awaited. */
export function takeTyped(): string {
  const typed = ahead;
  ahead = "";
  return typed;
}
