/** What an explanation says in words and numbers: its headline, its axis, and which rows are worth a look. */

import type { ExplainedRow, ExplanationView } from "../../../api/artifactViews";
import { formatFixed, formatPercent, formatShort } from "../../../lib/format";
import { explanationTexts as texts } from "../../../messages/explanationTexts";
import { computeTicks, type Domain } from "../../../ui/charts/chartScale";

/** What contributions of this view add up to, in words. */
export function describeUnit({ scale, label, shown, explained_class }: ExplanationView): string {
  const classes = new Set(shown.length > 0 ? shown.map((row) => row.explained_class) : [explained_class ?? null]);
  const [only] = classes;
  if (scale === "label" || scale === "log of label") return texts.units[scale](label);
  return texts.units[scale](classes.size === 1 && only ? only : texts.predictedClass);
}

export function summarizeExplanation(view: ExplanationView): { title: string; detail: string } {
  const [first] = view.columns;
  const title = first && first.mean > 0 ? texts.title(first.name, view.learner) : texts.nothing(view.learner);
  const detail = [
    texts.sums(describeUnit(view)),
    texts.methods[view.method](view.usual_rows),
    texts.rows(view.explained_rows, view.rows),
  ];
  return { title, detail: detail.join(" ") };
}

/** Where a row ends: its base and all contributions together. */
export const sumRow = (row: ExplainedRow): number =>
  row.base + row.others + row.contributions.reduce((sum, value) => sum + value, 0);

const toProbability = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds));

/** A place on the axis as people read it: log-odds as a probability, the logarithm of a count as the count. */
export function formatPlace(scale: ExplanationView["scale"], value: number): string {
  if (scale === "log-odds") {
    const share = toProbability(value);
    return formatPercent(share, share > 0.01 && share < 0.99 ? 0 : 1);
  }
  if (scale === "probability") return formatPercent(value, 0);
  return formatShort(scale === "log of label" ? Math.exp(value) : value);
}

export const formatContribution = (value: number): string =>
  `${value > 0 ? "+" : ""}${Math.abs(value) >= 100 ? formatShort(value) : value.toFixed(2).replace("-", "\u2212")}`;

/** Sizes with as many decimals as give the largest three digits, so that they stand under one another. */
export function createSizeFormat(largest: number): (value: number) => string {
  const decimals = largest > 0 ? Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(largest)))) : 2;
  return (value) => formatFixed(value, decimals);
}

const PROBABILITIES = [0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999];

/** Ticks on the axis of a waterfall: round probabilities where it is one of log-odds. */
export function listTicks(scale: ExplanationView["scale"], domain: Domain): number[] {
  if (scale !== "log-odds") return computeTicks(domain, 4);
  const all = PROBABILITIES.map((share) => Math.log(share / (1 - share)));
  const inside = all.filter((value) => value >= domain[0] && value <= domain[1]);
  return inside.length > 1 ? inside : computeTicks(domain, 4);
}

/** The rows whose label was predicted wrongly; of numbers the tenth that is farthest off. */
export function listWrongRows({ shown, scale }: ExplanationView): ExplainedRow[] {
  const known = shown.filter(({ truth }) => truth !== null);
  if (scale !== "label" && scale !== "log of label" && known.some(({ explained_class }) => explained_class !== null)) {
    return known.filter(({ truth, predicted }) => String(truth) !== String(predicted));
  }
  if (known.some(({ explained_class }) => explained_class !== null)) return [];
  const measureError = ({ truth, predicted }: ExplainedRow) => Math.abs(Number(truth) - Number(predicted));
  const sorted = known.toSorted((one, other) => measureError(other) - measureError(one));
  return sorted.slice(0, Math.ceil(sorted.length / 10));
}
