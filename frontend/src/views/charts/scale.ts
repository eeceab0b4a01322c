/** Linear scales, round axis ticks and SVG paths. */

export type Domain = [number, number];
export type Scale = (value: number) => number;

/** Maps `domain` onto `range`; a domain of one value maps to the middle. */
export function linear([low, high]: Domain, [from, to]: Domain): Scale {
  if (low === high) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** About `wanted` round numbers within the domain. */
export function ticks([low, high]: Domain, wanted = 5): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / wanted;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough * 0.999)!;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** The smallest domain that holds all values, widened by a share on both sides. */
export function extent(values: number[], margin = 0): Domain {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const extra = (high - low) * margin;
  return [low - extra, high + extra];
}

/** The path of a line through points, rounded to a tenth of a pixel. */
export function linePath(points: [number, number][], x: Scale, y: Scale): string {
  return points.map(([left, top], at) => `${at === 0 ? "M" : "L"}${round(x(left))} ${round(y(top))}`).join("");
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** At most `most` points of a long curve, first and last among them. */
export function thinned<Item>(items: Item[], most: number): Item[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => items[Math.round(at * step)]!);
}
