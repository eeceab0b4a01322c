/** What the trials of a tuning say: their places on the axes, and their values in words. */

import type { TuningTrialsView } from "../../../api/artifactViews";
import type { Json } from "../../../api/designDocument";
import { formatFixed, formatShort } from "../../../lib/format";
import { findMetric } from "../../../lib/metrics";
import { resultTexts } from "../../../messages/resultTexts";
import type { Domain } from "../../../ui/charts/chartScale";
import { computeExtent } from "../../../ui/charts/chartScale";

export type Trial = TuningTrialsView["trials"][number];

/** A parameter as an axis: where a value lies on it, and what is written at a place. */
export interface TrialAxis {
  title: string;
  domain: Domain;
  place: (value: Json | undefined) => number | null;
  tick: (place: number) => string;
}

export function describeTrialValue(value: Json | undefined): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "number") return formatShort(value);
  const { yes, no } = resultTexts.inspector;
  return typeof value === "boolean" ? (value ? yes : no).toLowerCase() : String(value);
}

export function describeMetricValue(metric: string, value: number | null): string {
  if (value === null) return "–";
  return findMetric(metric).format === "share" || Math.abs(value) < 1 ? formatFixed(value, 4) : formatShort(value);
}

/** Choices lie side by side in their order, numbers of a range on its scale. */
export function buildTrialAxis(shown: TuningTrialsView, at: number): TrialAxis {
  const { title, scale } = shown.parameters[at]!;
  const values = shown.trials.map((trial) => trial.values[at]).filter((value) => value !== null);
  if (scale === "choice") return buildChoiceAxis(title, values as Json[]);
  const numbers = values.filter((value): value is number => typeof value === "number");
  const log = scale === "log";
  const domain = computeExtent(log ? numbers.map(Math.log10) : numbers, 0.04);
  return {
    title,
    domain: domain[0] === domain[1] ? [domain[0] - 1, domain[1] + 1] : domain,
    place: (value) => (typeof value === "number" ? (log ? Math.log10(value) : value) : null),
    tick: (place) => formatShort(log ? Number((10 ** place).toPrecision(2)) : place),
  };
}

function buildChoiceAxis(title: string, values: Json[]): TrialAxis {
  const distinct = [...new Set(values)].sort((one, other) =>
    typeof one === "number" && typeof other === "number" ? one - other : 0,
  );
  return {
    title,
    domain: [-0.5, Math.max(0.5, distinct.length - 0.5)],
    place: (value) => {
      const place = distinct.indexOf(value ?? null);
      return place < 0 ? null : place;
    },
    tick: (place) =>
      Number.isInteger(place) && place in distinct ? shortenText(describeTrialValue(distinct[place])) : "",
  };
}

const shortenText = (text: string): string => (text.length > 16 ? `${text.slice(0, 15)}…` : text);

/** The domain of the metric: that of the measured trials, and a little more. */
export function computeMetricDomain(trials: Trial[]): Domain {
  const values = trials.map(({ value }) => value).filter((value) => value !== null);
  const [low, high] = computeExtent(values, 0.08);
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** The best value after each trial; null before the first that counts. */
export function computeBestSoFar(trials: Trial[], better: TuningTrialsView["better"]): (number | null)[] {
  let best: number | null = null;
  return trials.map(({ value, state }) => {
    if (
      value !== null &&
      state === "Complete" &&
      (best === null || (better === "higher" ? value > best : value < best))
    )
      best = value;
    return best;
  });
}

/** How good a trial is among all: 0 the worst, 1 the best. */
export function rankTrial(value: number | null, [low, high]: Domain, better: TuningTrialsView["better"]): number {
  if (value === null) return 0;
  const share = (value - low) / (high - low);
  return better === "higher" ? share : 1 - share;
}
