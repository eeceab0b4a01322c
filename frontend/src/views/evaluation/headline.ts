/** The finding of an evaluation in a sentence, hedged to what was measured. */

import type {
  ClusteringDetails,
  EvaluationView,
  MulticlassDetails,
  QuantileDetails,
  RankingDetails,
  RegressionDetails,
  TwoClassDetails,
} from "../../api/views";
import { clusterMessages } from "../../messages/clusters";
import { languageMessages } from "../../messages/language";
import { modelMessages } from "../../messages/models";
import { resultsMessages as say } from "../../messages/results";
import { count, fixed, percent, short } from "../format";
import {
  areaError,
  isClustering,
  isMulticlass,
  isQuantiles,
  isRanking,
  isRegression,
  isTwoClass,
  metricOf,
  metricText,
} from "../metrics";

export interface Headline {
  title: string;
  detail: string;
}

type Model = EvaluationView["models"][number];

/** Says what was found; compares the first two models where there are several. */
export function headline(view: EvaluationView): Headline {
  const [first, second] = view.models;
  if (!first) return { title: say.evaluation.empty, detail: "" };
  if (isTwoClass(first.details)) return twoClassHeadline(first, first.details, second);
  if (isMulticlass(first.details)) return multiclassHeadline(first, first.details, second);
  if (isRanking(first.details)) return rankingHeadline(first, first.details);
  if (isRegression(first.details) && view.task === "recommendation") return ratingHeadline(first, first.details);
  if (isRegression(first.details)) return regressionHeadline(first, first.details, second);
  if (isQuantiles(first.details)) return quantileHeadline(first, first.details);
  if (isClustering(first.details)) return clusteringHeadline(first, first.details, second);
  return { title: first.name, detail: "" };
}

function quantileHeadline(model: Model, details: QuantileDetails): Headline {
  const words = modelMessages.quantiles;
  const [low, high] = [details.quantiles[0], details.quantiles.at(-1)];
  const expected = words.expected(
    percent(details.expected_coverage, 0),
    String(low?.quantile ?? ""),
    String(high?.quantile ?? ""),
  );
  return {
    title: words.title(percent(details.coverage, 0), model.name),
    detail: `${expected} ${words.width(short(details.mean_width), count(details.rows))}`,
  };
}

function twoClassHeadline(first: Model, details: TwoClassDetails, second: Model | undefined): Headline {
  const share = shareOf(details);
  const rows = count(details.rows);
  if (reversed(details)) {
    const words = clusterMessages.anomaly;
    return {
      title: words.reversed(first.name, details.positive, details.negative),
      detail: `${share} ${words.turn(details.negative)}`,
    };
  }
  if (!second || !isTwoClass(second.details)) {
    return {
      title: say.evaluation.ranking(first.name, quality(details.auc)),
      detail: `${say.evaluation.area(fixed(details.auc, 3), rows)} ${share}`,
    };
  }
  const [better, worse] = ordered(
    { name: first.name, value: details.auc, rows: details.rows },
    { name: second.name, value: second.details.auc, rows: second.details.rows },
    "higher",
  );
  const noise = 2 * Math.hypot(areaError(details), areaError(second.details));
  const alike = better.value - worse.value <= noise;
  const areas = say.evaluation.areas(fixed(better.value, 3), fixed(worse.value, 3), scored(better, worse));
  return {
    title: alike
      ? say.evaluation.rankAlike(better.name, worse.name)
      : say.evaluation.ranksBetter(better.name, worse.name),
    detail: better.rows === worse.rows ? `${areas} ${share}` : areas,
  };
}

/** How many rows are of the positive class; of anomalies also which class that is and why. */
function shareOf(details: TwoClassDetails): string {
  const { anomaly, positive, positives, rows, columns } = details;
  if (!anomaly) return say.evaluation.positives(count(positives), positive);
  return clusterMessages.anomaly.taken[anomaly](positive, count(positives), count(rows), columns?.label ?? "");
}

/** The class that was taken for the anomaly for being rare has the lower scores: perhaps it is the usual one. */
const reversed = ({ anomaly, auc }: TwoClassDetails): boolean => anomaly === "rarer" && auc < 0.5;

interface Rated {
  name: string;
  value: number;
}

interface Scored extends Rated {
  rows: number;
}

/** The better of two models first. */
function ordered<Model extends Rated>(first: Model, second: Model, better: "higher" | "lower"): [Model, Model] {
  const right = better === "higher" ? first.value >= second.value : first.value <= second.value;
  return right ? [first, second] : [second, first];
}

/** How many rows two models were measured on, and that these differ where they do. */
const scored = (first: Scored, second: Scored): string =>
  first.rows === second.rows
    ? say.evaluation.scored(count(first.rows))
    : say.evaluation.scoredApart(count(first.rows), count(second.rows));

function quality(area: number): string {
  const words = say.evaluation.rankingWords;
  if (area >= 0.9) return words.very;
  if (area >= 0.8) return words.well;
  if (area >= 0.7) return words.fairly;
  return area >= 0.6 ? words.weakly : words.guessing;
}

/** Errors closer than this share of the larger one are called alike. */
const ABOUT = 0.02;

function regressionHeadline(first: Model, details: RegressionDetails, second: Model | undefined): Headline {
  const { min, max } = details.true_range;
  const range = say.evaluation.range(details.label, short(min), short(max));
  const [error, other] = [rootMeanSquaredError(first), second && rootMeanSquaredError(second)];
  if (second && isRegression(second.details) && error !== undefined && other !== undefined) {
    const [better, worse] = ordered(
      { name: first.name, value: error, rows: details.rows },
      { name: second.name, value: other, rows: second.details.rows },
      "lower",
    );
    const alike = worse.value - better.value < ABOUT * worse.value;
    return {
      title: alike
        ? say.evaluation.missAlike(better.name, worse.name)
        : say.evaluation.missesLess(better.name, worse.name),
      detail: `${say.evaluation.errors(short(better.value), short(worse.value), scored(better, worse))} ${range}`,
    };
  }
  const explained = first.metrics.Coefficient_of_Determination;
  const typical = first.metrics.Mean_Absolute_Error;
  return {
    title: explained === undefined ? first.name : explainedTitle(first.name, explained, details.label),
    detail:
      typical === undefined ? range : `${say.evaluation.typicalMiss(short(typical), count(details.rows))} ${range}`,
  };
}

const rootMeanSquaredError = (model: Model): number | undefined => model.metrics.Root_Mean_Squared_Error;

function explainedTitle(name: string, explained: number, label: string): string {
  return explained > 0
    ? say.evaluation.explains(name, percent(explained, 0), label)
    : say.evaluation.worseThanMean(name, label);
}

function multiclassHeadline(first: Model, details: MulticlassDetails, second: Model | undefined): Headline {
  const right = accuracy(details);
  const rows = count(details.rows);
  const commonest = say.evaluation.commonest(percent(largestClass(details)));
  if (!second || !isMulticlass(second.details)) {
    return { title: say.evaluation.right(first.name, right === 1 ? null : percent(right), rows), detail: commonest };
  }
  const [better, worse] = ordered(
    { name: first.name, value: right, rows: details.rows },
    { name: second.name, value: accuracy(second.details), rows: second.details.rows },
    "higher",
  );
  const noise =
    2 * Math.sqrt(sum([better, worse].map(({ value, rows: of }) => (value * (1 - value)) / Math.max(1, of))));
  const alike = better.value - worse.value <= noise;
  return {
    title: alike
      ? say.evaluation.rightAlike(better.name, worse.name)
      : say.evaluation.rightMoreOften(better.name, worse.name),
    detail: `${say.evaluation.accuracies(percent(better.value), percent(worse.value), scored(better, worse))} ${commonest}`,
  };
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

const accuracy = ({ matrix, rows }: MulticlassDetails): number =>
  sum(matrix.map((row, at) => row[at] ?? 0)) / Math.max(1, rows);

const largestClass = ({ matrix, rows }: MulticlassDetails): number =>
  Math.max(0, ...matrix.map(sum)) / Math.max(1, rows);

/** Of what lies between a random order and the best one, how much the order has gained. */
function rankingHeadline(first: Model, { ndcg, by_chance: chance, users, depth }: RankingDetails): Headline {
  const words = languageMessages.recommendation;
  const gained = chance < 1 ? (ndcg - chance) / (1 - chance) : 0;
  const how = gained >= 0.5 ? words.much : gained >= 0.2 ? words.better : gained >= 0.05 ? words.little : words.hardly;
  return {
    title: words.orders(first.name, how),
    detail: words.order(fixed(ndcg, 3), fixed(chance, 3), count(users), count(depth)),
  };
}

function ratingHeadline(first: Model, details: RegressionDetails): Headline {
  const words = languageMessages.recommendation;
  const { min, max } = details.true_range;
  const [typical, error] = [first.metrics.Mean_Absolute_Error, rootMeanSquaredError(first)];
  if (typical === undefined || error === undefined) return { title: first.name, detail: "" };
  return {
    title: words.misses(first.name, details.label, metricText(metricOf("Mean_Absolute_Error"), typical)),
    detail: words.ratings(
      metricText(metricOf("Root_Mean_Squared_Error"), error),
      count(details.rows),
      short(min),
      short(max),
    ),
  };
}

/** Silhouettes closer than this are called alike. */
const SILHOUETTES_ALIKE = 0.02;

function clusteringHeadline(first: Model, details: ClusteringDetails, second: Model | undefined): Headline {
  const words = clusterMessages.evaluation;
  const [own, other] = [first.metrics.Silhouette, second?.metrics.Silhouette];
  const sizes = words.sizes(count(details.clusters.length), count(details.rows));
  if (second && own !== undefined && other !== undefined) {
    const [better, worse] = ordered({ name: first.name, value: own }, { name: second.name, value: other }, "higher");
    return {
      title:
        better.value - worse.value <= SILHOUETTES_ALIKE
          ? words.apartAlike(better.name, worse.name)
          : words.furtherApart(better.name, worse.name),
      detail: words.silhouettes(fixed(better.value, 3), fixed(worse.value, 3)),
    };
  }
  if (own === undefined) return { title: words.measured(first.name, count(details.clusters.length)), detail: sizes };
  return { title: words.keeps(first.name, apartness(own)), detail: `${words.silhouette(fixed(own, 3))} ${sizes}` };
}

/** Kaufman and Rousseeuw, Finding Groups in Data (1990), page 88. */
function apartness(silhouette: number): string {
  const words = clusterMessages.evaluation.apart;
  if (silhouette > 0.7) return words.strongly;
  if (silhouette > 0.5) return words.reasonably;
  return silhouette > 0.25 ? words.weakly : words.hardly;
}
