/** Tells a click from the end of a drag: an edge that was drawn and brought back to its port is no click. */

let pressed = { x: 0, y: 0 };

export const remember = (event: React.PointerEvent): void => {
  pressed = { x: event.clientX, y: event.clientY };
};

export const stayed = (event: React.MouseEvent): boolean =>
  Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < 5;
