/** Colors of points: one per common value, or five steps from low to high. */

import { formatShort } from "../../../lib/format";
import { exploreTexts as texts } from "../../../messages/chartTexts";
import { getSeriesColor } from "../../../ui/charts/seriesColors";

export interface PointColors {
  /** By the place of a point. */
  of: (at: number) => string;
  key: { word: string; color: string }[];
}

const MOST_COLORS = 5;
const PLAIN = "var(--series-1)";
const OTHERS = "var(--bar)";
const STEPS = [20, 40, 60, 80, 100];

const getStepColor = (step: number): string => `color-mix(in srgb, var(--series-1) ${STEPS[step]}%, var(--bar-soft))`;

export function choosePointColors(values: (string | number | null)[] | null): PointColors {
  if (!values) return { of: () => PLAIN, key: [] };
  return values.some((value) => typeof value === "number") ? colorByNumber(values) : colorByCategory(values);
}

function colorByCategory(values: (string | number | null)[]): PointColors {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const common = [...counts].sort((one, other) => other[1] - one[1]).map(([word]) => word);
  const named = common.slice(0, MOST_COLORS).sort();
  const colors = new Map(named.map((word, at) => [word, getSeriesColor(at)]));
  const rest = common.length > MOST_COLORS || values.includes(null);
  return {
    of: (at) => colors.get(String(values[at])) ?? OTHERS,
    key: [
      ...named.map((word) => ({ word, color: colors.get(word)! })),
      ...(rest ? [{ word: common.length > MOST_COLORS ? texts.others : texts.missing, color: OTHERS }] : []),
    ],
  };
}

/** Fifths of the values, so that one far value does not make all others alike. */
function colorByNumber(values: (string | number | null)[]): PointColors {
  const sorted = values.filter((value): value is number => typeof value === "number").sort((one, other) => one - other);
  const cuts = [1, 2, 3, 4].map((fifth) => sorted[Math.floor((fifth * sorted.length) / 5)]!);
  const stepOf = (value: number) => cuts.filter((cut) => value >= cut).length;
  const ends = [sorted[0]!, ...cuts, sorted.at(-1)!];
  return {
    of: (at) => {
      const value = values[at];
      return typeof value === "number" ? getStepColor(stepOf(value)) : OTHERS;
    },
    key: STEPS.map((_, step) => ({
      word: `${formatShort(ends[step]!)} – ${formatShort(ends[step + 1]!)}`,
      color: getStepColor(step),
    })),
  };
}
