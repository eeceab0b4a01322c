/** What somebody types for a field that has been asked for and is not there yet: the field begins with that. */

let typedText = "";
let cancelAwaited: (() => void) | null = null;

/** A field is to appear whose code may still have to come; `cancel` is what Escape does meanwhile. */
export function awaitField(cancel: () => void): void {
  typedText = "";
  cancelAwaited = cancel;
}

export const isFieldAwaited = (): boolean => cancelAwaited !== null;

/** A key that is pressed for the awaited field. Returns whether it means anything there. */
export function takeKeyAhead(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Escape" && cancelAwaited) {
    cancelAwaited();
    cancelAwaited = null;
  } else if (event.key === "Backspace") typedText = typedText.slice(0, -1);
  else if (event.key.length === 1) typedText += event.key;
  else return false;
  return true;
}

/** Called once by the field, and whenever no field is awaited. */
export function takeTypedText(): string {
  const typed = typedText;
  typedText = "";
  cancelAwaited = null;
  return typed;
}
