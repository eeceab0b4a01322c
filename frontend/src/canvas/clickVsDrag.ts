/** Tells a click from the end of a drag: an edge that was drawn and brought back to its port is no click. */

let pressPoint = { x: 0, y: 0 };

export const rememberPress = (event: React.PointerEvent): void => {
  pressPoint = { x: event.clientX, y: event.clientY };
};

export const isClick = (event: React.MouseEvent): boolean =>
  Math.hypot(event.clientX - pressPoint.x, event.clientY - pressPoint.y) < 5;
