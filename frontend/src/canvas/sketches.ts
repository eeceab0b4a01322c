/** What a learner does, drawn in a few strokes before it has seen any data: hollow and dashed, as nothing is trained yet. */

import type { Module } from "../api/types";

export interface Sketch {
  /** Strokes of 44 x 42. */
  line?: string;
  dashed?: string;
  /** Hollow circles. */
  dots?: readonly (readonly [number, number])[];
  radius?: number;
}

type Dots = readonly (readonly [number, number])[];

/** The circles of a tree whose root is at (x, y), and the strokes between them. */
function tree(x: number, y: number, wide: number, tall: number, radius: number, deep = 2): Required<Sketch> {
  const dots: [number, number][] = [[x, y]];
  let line = "";
  const grow = (left: number, top: number, half: number, level: number): void => {
    if (level === 0) return;
    for (const side of [-1, 1]) {
      const to: [number, number] = [left + side * half, top + tall];
      const far = Math.hypot(half, tall);
      const [cut, down] = [(side * half * radius) / far, (tall * radius) / far];
      line += `M${left + cut} ${top + down}L${to[0] - cut} ${to[1] - down}`;
      dots.push(to);
      grow(to[0], to[1], half / 2, level - 1);
    }
  };
  grow(x, y, wide, deep);
  return { line, dots, radius, dashed: "" };
}

function together(...parts: Required<Sketch>[]): Sketch {
  return {
    line: parts.map(({ line }) => line).join(""),
    dots: parts.flatMap(({ dots }) => dots),
    radius: parts[0]!.radius,
  };
}

/** Layers of a network, each connected with the next. */
function network(...sizes: number[]): Sketch {
  const layers: Dots[] = sizes.map((size, layer) =>
    Array.from({ length: size }, (_, at) => [6 + (layer * 32) / (sizes.length - 1), 21 + (at - (size - 1) / 2) * 11]),
  );
  const line = layers
    .slice(1)
    .flatMap((to, at) =>
      layers[at]!.flatMap((one) => to.map((two) => `M${one[0] + 3} ${one[1]}L${two[0] - 3} ${two[1]}`)),
    )
    .join("");
  return { line, dots: layers.flat(), radius: 2.6 };
}

const UPHILL: Dots = [
  [7, 34],
  [11, 28],
  [15, 32],
  [19, 24],
  [24, 25],
  [26, 17],
  [31, 19],
  [34, 10],
  [38, 12],
];

const TWO_GROUPS: Dots = [
  [7, 10],
  [13, 6],
  [10, 18],
  [18, 13],
  [26, 33],
  [32, 37],
  [33, 26],
  [39, 31],
  [38, 20],
];

const LINE: Sketch = { dots: UPHILL, dashed: "M3 38L41 5", radius: 1.6 };
const BOUNDARY: Sketch = { dots: TWO_GROUPS, dashed: "M3 33L39 4", radius: 2 };
const BOOSTED = together(tree(8, 26, 4, 9, 2, 1), tree(21, 17, 5, 9, 2.2), tree(35, 6, 5, 9, 2.2));

/** By the icon that a learner's module declares. */
export const SKETCHES: Readonly<Record<string, Sketch>> = {
  "trending-up": LINE,
  "chart-dots": BOUNDARY,
  "binary-tree-2": tree(22, 6, 11, 14, 3),
  "binary-tree": BOOSTED,
  "chart-arrows-vertical": BOOSTED,
  bolt: BOOSTED,
  trees: together(tree(8, 12, 4, 9, 2), tree(22, 5, 4, 9, 2), tree(36, 14, 4, 9, 2)),
  tree: together(tree(8, 12, 4, 9, 2), tree(22, 5, 4, 9, 2), tree(36, 14, 4, 9, 2)),
  network: network(3, 4, 2),
  "topology-full": network(2, 3, 3, 2),
  route: network(2, 3, 3, 2),
  "circles-relation": {
    dots: [...TWO_GROUPS, [22, 21]],
    line: "M22 18.5L18.6 14.8M20 22L12 18.6M24.4 22L31 25.2",
    dashed: "M37 21a15 15 0 1 1 -30 0a15 15 0 1 1 30 0",
    radius: 2,
  },
  percentage: { line: "M1 38.5H43", dashed: "M2 38C10 38 10 8 16 8S22 38 30 38M14 38C22 38 22 16 28 16S34 38 42 38" },
  "chart-histogram": {
    line: "M3 38V20h7V38M10 20V8h7V38M17 16h7V38M24 25h7V38M31 32h7V38M1 38.5H43",
    dashed: "M2 30C8 28 9 5 14 5S22 32 42 36",
  },
  "chart-candle": { dots: UPHILL, dashed: "M3 38L41 5M3 30L41 1M4 41L41 16", radius: 1.6 },
  "chart-bubble": {
    dots: [
      [9, 12],
      [14, 8],
      [13, 16],
      [32, 12],
      [36, 17],
      [30, 18],
      [20, 33],
      [25, 36],
      [26, 30],
    ],
    dashed:
      "M19 12a7.5 7.5 0 1 1 -15 0a7.5 7.5 0 1 1 15 0M41 15.5a8 8 0 1 1 -16 0a8 8 0 1 1 16 0M31.5 33a8 8 0 1 1 -16 0a8 8 0 1 1 16 0",
    radius: 1.8,
  },
  blob: {
    dots: [
      [13, 15],
      [18, 19],
      [20, 13],
      [27, 27],
      [32, 30],
      [31, 24],
    ],
    dashed: "M27 10C32 17 20 27 12 25S4 10 13 7S24 6 27 10M40 24C43 32 33 38 26 36S17 28 22 22S37 18 40 24",
    radius: 1.8,
  },
  grain: {
    dots: [
      [6, 14],
      [10, 8],
      [16, 6],
      [22, 8],
      [27, 13],
      [38, 8],
      [16, 26],
      [21, 32],
      [27, 34],
      [33, 31],
      [37, 25],
      [5, 36],
    ],
    line: "M7 12.4L9 9.6M11.9 7.4L14.1 6.6M17.9 6.6L20.1 7.4M23.4 9.4L25.6 11.6M17.3 27.5L19.7 30.5M22.9 32.7L25.1 33.3M28.8 33.1L31.2 31.9M34.1 29.4L35.9 26.6",
    radius: 1.8,
  },
  "hierarchy-3": { line: "M4 38V28H14V38M9 28V18H24V38M30 38V24H40V38M16.5 18V6H35V24M26 6V2" },
  lasso: {
    dots: [
      [15, 20],
      [20, 15],
      [24, 22],
      [18, 26],
      [28, 18],
      [39, 6],
      [38, 37],
    ],
    dashed: "M34 20a13 13 0 1 1 -26 0a13 13 0 1 1 26 0",
    radius: 1.8,
  },
  "radar-2": {
    dots: [
      [12, 28],
      [18, 24],
      [22, 21],
      [27, 18],
      [32, 13],
      [10, 8],
    ],
    line: "M4 37L40 7M17 11L28 31",
    dashed: "M36 10C40 15 33 26 24 31S8 36 6 32S10 17 20 11S33 6 36 10",
    radius: 1.8,
  },
  "arrows-split": {
    line: "M3 21H14",
    dashed: "M14 21C24 21 22 7 40 7M14 21H40M14 21C24 21 22 35 40 35",
    dots: [
      [41, 7],
      [41, 21],
      [41, 35],
    ],
    radius: 2,
  },
};

/** The sketch of a learner; nothing for other modules. */
export const sketchOf = (module: Module | undefined): Sketch | undefined =>
  module?.outputs[0]?.type === "untrained_model" ? SKETCHES[module.icon] : undefined;

/** A sketch as two paths. */
export function strokesOf({ line = "", dashed = "", dots = [], radius = 2 }: Sketch): {
  solid: string;
  dashed: string;
} {
  return { solid: line + dots.map(([x, y]) => circle(x, y, radius)).join(""), dashed };
}

const circle = (x: number, y: number, r: number): string =>
  `M${x + r} ${y}a${r} ${r} 0 1 1 ${-2 * r} 0a${r} ${r} 0 1 1 ${2 * r} 0`;
