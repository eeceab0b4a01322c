/** What a chart description may say. The files are in `descriptions`; docs/extending/charts.md explains them. */

/** Arithmetic over the data, as text; or the value itself. */
export type Expression = string | number | Expression[];
/** A text with expressions in braces. */
export type Template = string;

export interface Axis {
  title?: Template;
  domain?: Expression;
  /** How a tick is written, of `value`; where nothing is written there is no tick. A component may give a function. */
  format?: Template | ((value: number) => string);
  /** Places of ticks that are not round numbers, and their names. */
  ticks?: Expression;
  names?: Expression;
  /** Without ticks, and without room for them. */
  hidden?: boolean;
}

/** A kind of mark and its channels; which ones there are depends on the kind. */
export interface Mark {
  mark: string;
  each?: Expression;
  when?: Expression;
  style?: Template;
  color?: Template;
  hint?: Template;
  text?: Template;
  name?: Template;
  note?: Template;
  anchor?: Template;
  places?: string[];
  steps?: boolean;
  values?: Record<string, Expression>;
  x?: Expression;
  y?: Expression;
  r?: Expression;
  r0?: Expression;
  r1?: Expression;
  start?: Expression;
  end?: Expression;
  x0?: Expression;
  x1?: Expression;
  y0?: Expression;
  y1?: Expression;
  dx?: Expression;
  dy?: Expression;
  gap?: Expression;
  room?: Expression;
  opacity?: Expression;
}

export interface TableColumn {
  title: Template;
  value: Expression;
}

/** One chart: its texts, its axes, and the marks on them, the lowest first. */
export interface Description {
  /** Whether there is anything to draw. */
  when?: Expression;
  title?: Template;
  caption?: Template;
  /** What it shows, in a sentence, for those who cannot see it. */
  label?: Template;
  /** In pixels, where the page does not say. */
  width?: Expression;
  height?: Expression;
  /** Names for values that several marks need, each computed from the ones before. */
  let?: Record<string, Expression>;
  /** Room around the plot: left, top, right, bottom. Without it there is as much as the ticks need. */
  margins?: number[];
  /** How many units across are as long as one unit up: the shorter axis is widened. Of maps. */
  proportion?: Expression;
  x?: Axis;
  y?: Axis;
  marks: Mark[];
  /** The numbers behind the chart, for each of these items or once. */
  table?: { each?: Expression; columns: TableColumn[] };
}

/** An SVG element: where it is, how it looks, its color (a token) where the style leaves it open, and its texts. */
export interface Shape {
  tag: "path" | "rect" | "circle" | "text";
  style: string;
  geometry: Record<string, number | string>;
  color?: string;
  text?: string;
  /** What the pointer is told, and what a text says that was cut. */
  title?: string;
}

/** A painted chart with what stands beside it. */
export interface Picture {
  title: string;
  caption: string;
  label: string;
  width: number;
  height: number;
  shapes: Shape[];
}
