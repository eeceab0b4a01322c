/** Holds back what would move the canvas by itself while somebody presses something there, or is about to. */

let isDown = false;
const waiting = new Set<() => void>();

/** What a click would be lost on, if it moved away between press and release. */
const TARGETS = ".canvas .port:hover, .canvas button:hover";

const isHeld = (): boolean =>
  isDown || (matchMedia("(hover: hover)").matches && document.querySelector(TARGETS) !== null);

/** Move the canvas for a reason of its own: once no button is down and nothing to be pressed is under the pointer. */
export function moveOncePointerRests(move: () => void): void {
  if (waiting.size === 0) addEventListener("pointermove", moveIfFree);
  waiting.add(move);
  moveIfFree();
}

function moveIfFree(): void {
  if (waiting.size === 0 || isHeld()) return;
  removeEventListener("pointermove", moveIfFree);
  const moves = [...waiting];
  waiting.clear();
  for (const move of moves) move();
}

function release(): void {
  isDown = false;
  // The click comes after the release, and finds what was pressed.
  setTimeout(moveIfFree);
}

addEventListener("pointerdown", () => (isDown = true), { capture: true });
addEventListener("pointerup", release, { capture: true });
addEventListener("pointercancel", release, { capture: true });
// Whatever was let go of outside of the window.
addEventListener("blur", release);
