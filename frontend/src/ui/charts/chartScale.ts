/** Linear scales, round axis ticks and SVG paths. */

export type Domain = [number, number];
export type Scale = (value: number) => number;

/** Maps `getHistoryDomain` onto `getValueRange`; a domain of one value maps to the middle. */
export function createLinearScale([low, high]: Domain, [from, to]: Domain): Scale {
  if (low === high) return () => (from + to) / 2;
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

/** About `wanted` round numbers within the domain. */
export function computeTicks([low, high]: Domain, tickCount = 5): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / tickCount;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough * 0.999)!;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

/** The smallest domain that holds all values, widened by a share on both sides. */
export function computeExtent(values: number[], margin = 0): Domain {
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
export function buildLinePath(points: [number, number][], x: Scale, y: Scale): string {
  return points
    .map(([left, top], at) => `${at === 0 ? "M" : "L"}${roundToTenth(x(left))} ${roundToTenth(y(top))}`)
    .join("");
}

/** To a tenth of a pixel. */
export const roundToTenth = (value: number): number => Math.round(value * 10) / 10;

/** At most `maximum` points of a long curve, first and last among them. */
export function thinOut<Item>(items: Item[], most: number): Item[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => items[Math.round(at * step)]!);
}
