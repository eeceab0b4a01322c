/** The small picture of a card for a pen: the same shapes that `ThumbnailPicture` gives the page, without an element for each. */

import { Children, Fragment, isValidElement, type ReactElement, type ReactNode } from "react";
import type { LearnerIcon, Thumbnail } from "../../api/apiTypes";
import { renderThumbnail } from "../../ui/ThumbnailPicture";
import { type ReadColor, resolveColor } from "../colorTokens";

interface ShapeStyle {
  fill?: string;
  fillOpacity?: number;
  stroke?: string;
  strokeWidth?: number | string;
  strokeLinecap?: CanvasLineCap;
  strokeOpacity?: number | string;
}

interface ThumbnailShape {
  shape: Path2D | HTMLImageElement;
  look: ShapeStyle;
}

type ShapeProps = ShapeStyle & { children?: ReactNode; d: string } & Record<
    "x" | "y" | "width" | "height",
    number | string
  >;

const shapeCache = new WeakMap<Thumbnail, ThumbnailShape[]>();

/** Draw the picture of a glance, 44 x 42, at the place where the pen is. */
export function paintThumbnail(pen: CanvasRenderingContext2D, glance: Thumbnail, color: ReadColor): void {
  let marks = shapeCache.get(glance);
  if (!marks) {
    marks = toThumbnailShapes(renderThumbnail(glance), {});
    shapeCache.set(glance, marks);
  }
  for (const mark of marks) paintShape(pen, mark, color);
}

function toThumbnailShapes(drawing: ReactNode, inherited: ShapeStyle): ThumbnailShape[] {
  return Children.toArray(drawing).flatMap((child) => {
    if (!isValidElement(child)) return [];
    const { type, props }: { type: unknown; props: ShapeProps } = child as ReactElement<ShapeProps>;
    // The pictures are plain functions of their glance: nothing in them needs to be mounted.
    if (typeof type === "function")
      return toThumbnailShapes((type as (props: ShapeProps) => ReactNode)(props), inherited);
    if (type === Fragment || type === "g") return toThumbnailShapes(props.children, { ...inherited, ...props });
    return [{ shape: toShape(type as string, props), look: { ...inherited, ...props } }];
  });
}

function toShape(type: string, props: ShapeProps & { href?: string }): ThumbnailShape["shape"] {
  if (type === "path") return new Path2D(props.d);
  if (type === "image") return Object.assign(new Image(), { src: props.href });
  const shape = new Path2D();
  shape.rect(Number(props.x), Number(props.y), Number(props.width), Number(props.height));
  return shape;
}

function paintShape(pen: CanvasRenderingContext2D, { shape, look }: ThumbnailShape, color: ReadColor): void {
  if (shape instanceof HTMLImageElement) {
    if (shape.complete) pen.drawImage(shape, 1, 0, 42, 42);
    return;
  }
  const [fill, stroke] = [resolveColor(look.fill, color), resolveColor(look.stroke, color)];
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

const learnerIconCache = new WeakMap<LearnerIcon, Record<"solid" | "dashed", Path2D>>();

/** Draw what a learner does, at the place where the pen is; as `.learner-sketch` in canvas.css. */
export function paintLearnerIcon(pen: CanvasRenderingContext2D, sketch: LearnerIcon, color: ReadColor): void {
  let paths = learnerIconCache.get(sketch);
  if (!paths) {
    paths = { solid: new Path2D(sketch.solid), dashed: new Path2D(sketch.dashed) };
    learnerIconCache.set(sketch, paths);
  }
  pen.strokeStyle = color("--port-untrained");
  pen.lineWidth = 1.3;
  pen.lineCap = "round";
  pen.stroke(paths.solid);
  pen.setLineDash([2.4, 2.8]);
  pen.stroke(paths.dashed);
  pen.setLineDash([]);
}
