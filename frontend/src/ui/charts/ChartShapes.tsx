/** The shapes of a painted chart as SVG elements. */

import type { Shape } from "./description";
import looks from "./descriptions/chartStyles.json";

type Attributes = Record<string, string | number>;

const toCamelCase = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const toProperties = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [toCamelCase(name), value]));

/** The SVG attributes of each style; {color} stands for the color of the mark. */
const LOOKS = Object.fromEntries(
  Object.entries(looks as unknown as Record<string, Attributes>).map(([name, look]) => [name, toProperties(look)]),
);

/** The look of a style as properties of an SVG element. */
export function getLook(style: string, color = "ink"): Attributes {
  const paint = `var(--${color})`;
  const filled = Object.entries(LOOKS[style] ?? {}).map(([name, value]) => [name, value === "{color}" ? paint : value]);
  return Object.fromEntries(filled);
}

export function ChartShapes({ shapes }: { shapes: Shape[] }) {
  return shapes.map(({ tag: Tag, style, geometry, color, text, title }, at) => (
    <Tag key={at} {...getLook(style, color)} {...toProperties(geometry)}>
      {text}
      {title && <title>{title}</title>}
    </Tag>
  ));
}
