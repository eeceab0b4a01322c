/** What somebody typed for a field that is about to appear: it begins with that. */

let typedText = "";

export const appendTypedText = (letter: string): void => {
  typedText += letter;
};

/** Called once by the field, and whenever no field is awaited. */
export function takeTypedText(): string {
  const typed = typedText;
  typedText = "";
  return typed;
}
