/** The small picture of a card for a pen: the same shapes that `Plate` gives the page, without an element for each. */

import { Children, Fragment, isValidElement, type ReactElement, type ReactNode } from "react";
import type { Glance, Sketch } from "../../api/types";
import { type Colour, ink } from "../colours";
import { picture } from "../Plate";

interface Look {
  fill?: string;
  fillOpacity?: number;
  stroke?: string;
  strokeWidth?: number | string;
  strokeLinecap?: CanvasLineCap;
  strokeOpacity?: number | string;
}

interface Mark {
  shape: Path2D | HTMLImageElement;
  look: Look;
}

type Shape = Look & { children?: ReactNode; d: string } & Record<"x" | "y" | "width" | "height", number | string>;

const known = new WeakMap<Glance, Mark[]>();

/** Draw the picture of a glance, 44 x 42, at the place where the pen is. */
export function drawPicture(pen: CanvasRenderingContext2D, glance: Glance, colour: Colour): void {
  let marks = known.get(glance);
  if (!marks) {
    marks = marksOf(picture(glance), {});
    known.set(glance, marks);
  }
  for (const mark of marks) draw(pen, mark, colour);
}

function marksOf(drawing: ReactNode, inherited: Look): Mark[] {
  return Children.toArray(drawing).flatMap((child) => {
    if (!isValidElement(child)) return [];
    const { type, props }: { type: unknown; props: Shape } = child as ReactElement<Shape>;
    // The pictures are plain functions of their glance: nothing in them needs to be mounted.
    if (typeof type === "function") return marksOf((type as (props: Shape) => ReactNode)(props), inherited);
    if (type === Fragment || type === "g") return marksOf(props.children, { ...inherited, ...props });
    return [{ shape: shapeOf(type as string, props), look: { ...inherited, ...props } }];
  });
}

function shapeOf(type: string, props: Shape & { href?: string }): Mark["shape"] {
  if (type === "path") return new Path2D(props.d);
  if (type === "image") return Object.assign(new Image(), { src: props.href });
  const shape = new Path2D();
  shape.rect(Number(props.x), Number(props.y), Number(props.width), Number(props.height));
  return shape;
}

function draw(pen: CanvasRenderingContext2D, { shape, look }: Mark, colour: Colour): void {
  if (shape instanceof HTMLImageElement) {
    if (shape.complete) pen.drawImage(shape, 1, 0, 42, 42);
    return;
  }
  const [fill, stroke] = [ink(look.fill, colour), ink(look.stroke, colour)];
  const faded = pen.globalAlpha;
  if (fill !== null) {
    pen.globalAlpha = faded * (look.fillOpacity ?? 1);
    pen.fillStyle = fill;
    pen.fill(shape);
  }
  if (stroke !== null) {
    pen.globalAlpha = faded * Number(look.strokeOpacity ?? 1);
    pen.strokeStyle = stroke;
    pen.lineWidth = Number(look.strokeWidth ?? 1);
    pen.lineCap = look.strokeLinecap ?? "butt";
    pen.stroke(shape);
  }
  pen.globalAlpha = faded;
}

const sketched = new WeakMap<Sketch, Record<"solid" | "dashed", Path2D>>();

/** Draw what a learner does, at the place where the pen is; as `.learner-sketch` in canvas.css. */
export function drawSketch(pen: CanvasRenderingContext2D, sketch: Sketch, colour: Colour): void {
  let paths = sketched.get(sketch);
  if (!paths) {
    paths = { solid: new Path2D(sketch.solid), dashed: new Path2D(sketch.dashed) };
    sketched.set(sketch, paths);
  }
  pen.strokeStyle = colour("--port-untrained");
  pen.lineWidth = 1.3;
  pen.lineCap = "round";
  pen.stroke(paths.solid);
  pen.setLineDash([2.4, 2.8]);
  pen.stroke(paths.dashed);
  pen.setLineDash([]);
}
