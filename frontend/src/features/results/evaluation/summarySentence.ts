/** The finding of an evaluation in a sentence, hedged to what was measured. */

import type {
  ClusteringDetails,
  EvaluationView,
  MulticlassDetails,
  QuantileDetails,
  RankingDetails,
  RegressionDetails,
  TwoClassDetails,
} from "../../../api/artifactViews";
import { formatCount, formatFixed, formatPercent, formatShort } from "../../../lib/format";
import { findHeadlineMetric, getMetricValue } from "../../../lib/headlineMetric";
import {
  computeAreaError,
  findMetric,
  formatMetric,
  isClustering,
  isMulticlass,
  isQuantiles,
  isRanking,
  isRegression,
  isTwoClass,
} from "../../../lib/metrics";
import { clusterTexts } from "../../../messages/clusterTexts";
import { modelKindTexts } from "../../../messages/modelKindTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { textAnalyticsTexts } from "../../../messages/textAnalyticsTexts";

export interface EvaluationSummary {
  title: string;
  detail: string;
}

type JudgedModel = EvaluationView["models"][number];

/** The places of the models from the best on; as they are where no metric tells how well they do. */
export function rankModels(models: readonly JudgedModel[]): number[] {
  const metric = findHeadlineMetric(models.map(({ metrics }) => metrics));
  const places = models.map((_, place) => place);
  if (metric === null) return places;
  const sign = metric.better === "higher" ? -1 : 1;
  const rate = (place: number) => sign * (getMetricValue(models[place]!.metrics, metric) ?? 0);
  return places.sort((one, other) => rate(one) - rate(other));
}

/** Says what was found, and whether rows have weights; compares the best two models where there are several. */
export function summarizeEvaluation(view: EvaluationView): EvaluationSummary {
  const { title, detail } = summarizePair(view);
  const several = view.models.length > 2 && detail !== "" ? texts.evaluation.bestTwo(view.models.length) : "";
  const weight = findWeight(view.models[0]?.details);
  const weighted = weight ? texts.evaluation.weighted(weight) : "";
  return { title, detail: [several, detail, weighted].filter(Boolean).join(" ") };
}

/** The column that says how much each row counts. */
const findWeight = (details: JudgedModel["details"] | undefined): string | undefined =>
  details && "columns" in details ? details.columns?.weight : undefined;

function summarizePair(view: EvaluationView): EvaluationSummary {
  const [first, second] = rankModels(view.models).map((place) => view.models[place]!);
  if (!first) return { title: texts.evaluation.empty, detail: "" };
  const clear = isClearlyApart(view);
  if (isTwoClass(first.details)) return summarizeTwoClass(first, first.details, second, clear);
  if (isMulticlass(first.details)) return summarizeMulticlass(first, first.details, second, clear);
  if (isRanking(first.details)) return summarizeRanking(first, first.details);
  if (isRegression(first.details) && view.task === "recommendation") return summarizeRatings(first, first.details);
  if (isRegression(first.details)) return summarizeRegression(first, first.details, second, clear);
  if (isQuantiles(first.details)) return summarizeQuantiles(first, first.details);
  if (isClustering(first.details)) return summarizeClustering(first, first.details, second);
  return { title: first.name, detail: "" };
}

/** Whether the interval of the difference on the same rows leaves out 0; null where there is no such interval. */
function isClearlyApart({ comparison }: EvaluationView): boolean | null {
  const { low, high } = comparison?.difference ?? { low: null, high: null };
  return low === null || high === null ? null : low > 0 || high < 0;
}

function summarizeQuantiles(model: JudgedModel, details: QuantileDetails): EvaluationSummary {
  const words = modelKindTexts.quantiles;
  const [low, high] = [details.quantiles[0], details.quantiles.at(-1)];
  const expected = words.expected(
    formatPercent(details.expected_coverage, 0),
    String(low?.quantile ?? ""),
    String(high?.quantile ?? ""),
  );
  return {
    title: words.title(formatPercent(details.coverage, 0), model.name),
    detail: `${expected} ${words.width(formatShort(details.mean_width), formatCount(details.rows))}`,
  };
}

function summarizeTwoClass(
  first: JudgedModel,
  details: TwoClassDetails,
  second: JudgedModel | undefined,
  clear: boolean | null,
): EvaluationSummary {
  const share = describePositiveShare(details);
  const rows = formatCount(details.rows);
  if (isReversed(details)) {
    const words = clusterTexts.anomaly;
    return {
      title: words.reversed(first.name, details.positive, details.negative),
      detail: `${share} ${words.turn(details.negative)}`,
    };
  }
  if (details.auc === null) {
    return { title: texts.evaluation.oneClass(first.name), detail: `${texts.evaluation.noArea(rows)} ${share}` };
  }
  if (!second || !isTwoClass(second.details) || second.details.auc === null) {
    return {
      title: texts.evaluation.ranking(first.name, describeQuality(details.auc)),
      detail: `${texts.evaluation.area(formatFixed(details.auc, 3), rows)} ${share}`,
    };
  }
  const [better, worse] = orderByMetric(
    { name: first.name, value: details.auc, rows: details.rows },
    { name: second.name, value: second.details.auc, rows: second.details.rows },
    "higher",
  );
  const noise = 2 * Math.hypot(computeAreaError(details), computeAreaError(second.details));
  const alike = clear === null ? better.value - worse.value <= noise : !clear;
  const areas = texts.evaluation.areas(
    formatFixed(better.value, 3),
    formatFixed(worse.value, 3),
    describeScoredRows(better, worse),
  );
  return {
    title: alike
      ? texts.evaluation.rankAlike(better.name, worse.name)
      : texts.evaluation.ranksBetter(better.name, worse.name),
    detail: better.rows === worse.rows ? `${areas} ${share}` : areas,
  };
}

/** How many rows are of the positive class; of anomalies also which class that is and why. */
function describePositiveShare(details: TwoClassDetails): string {
  const { anomaly, positive, positives, rows, columns } = details;
  if (!anomaly) return texts.evaluation.positives(formatCount(positives), positive);
  return clusterTexts.anomaly.taken[anomaly](positive, formatCount(positives), formatCount(rows), columns?.label ?? "");
}

/** The class that was taken for the anomaly for being rare has the lower scores: perhaps it is the usual one. */
const isReversed = ({ anomaly, auc }: TwoClassDetails): boolean => anomaly === "rarer" && auc !== null && auc < 0.5;

interface RatedModel {
  name: string;
  value: number;
}

interface ScoredModel extends RatedModel {
  rows: number;
}

/** The better of two models first. */
function orderByMetric<Model extends RatedModel>(
  first: Model,
  second: Model,
  better: "higher" | "lower",
): [Model, Model] {
  const right = better === "higher" ? first.value >= second.value : first.value <= second.value;
  return right ? [first, second] : [second, first];
}

/** How many rows two models were measured on, and that these differ where they do. */
const describeScoredRows = (first: ScoredModel, second: ScoredModel): string =>
  first.rows === second.rows
    ? texts.evaluation.scored(formatCount(first.rows))
    : texts.evaluation.scoredApart(formatCount(first.rows), formatCount(second.rows));

function describeQuality(area: number): string {
  const words = texts.evaluation.rankingWords;
  if (area >= 0.9) return words.very;
  if (area >= 0.8) return words.well;
  if (area >= 0.7) return words.fairly;
  return area >= 0.6 ? words.weakly : words.guessing;
}

/** Errors closer than this share of the larger one are called alike. */
const ABOUT = 0.02;

function summarizeRegression(
  first: JudgedModel,
  details: RegressionDetails,
  second: JudgedModel | undefined,
  clear: boolean | null,
): EvaluationSummary {
  const { min, max } = details.true_range;
  const range = texts.evaluation.range(details.label, formatShort(min), formatShort(max));
  const [error, other] = [getRootMeanSquaredError(first), second && getRootMeanSquaredError(second)];
  if (second && isRegression(second.details) && error !== undefined && other !== undefined) {
    const [better, worse] = orderByMetric(
      { name: first.name, value: error, rows: details.rows },
      { name: second.name, value: other, rows: second.details.rows },
      "lower",
    );
    const alike = clear === null ? worse.value - better.value < ABOUT * worse.value : !clear;
    return {
      title: alike
        ? texts.evaluation.missAlike(better.name, worse.name)
        : texts.evaluation.missesLess(better.name, worse.name),
      detail: `${texts.evaluation.errors(formatShort(better.value), formatShort(worse.value), describeScoredRows(better, worse))} ${range}`,
    };
  }
  const explained = first.metrics.Coefficient_of_Determination;
  const typical = first.metrics.Mean_Absolute_Error;
  return {
    title: explained === undefined ? first.name : getExplainedTitle(first.name, explained, details.label),
    detail:
      typical === undefined
        ? range
        : `${texts.evaluation.typicalMiss(formatShort(typical), formatCount(details.rows))} ${range}`,
  };
}

const getRootMeanSquaredError = (model: JudgedModel): number | undefined => model.metrics.Root_Mean_Squared_Error;

function getExplainedTitle(name: string, explained: number, label: string): string {
  return explained > 0
    ? texts.evaluation.explains(name, formatPercent(explained, 0), label)
    : texts.evaluation.worseThanMean(name, label);
}

function summarizeMulticlass(
  first: JudgedModel,
  details: MulticlassDetails,
  second: JudgedModel | undefined,
  clear: boolean | null,
): EvaluationSummary {
  const right = computeAccuracy(details);
  const rows = formatCount(details.rows);
  const commonest = texts.evaluation.commonest(formatPercent(getLargestClassShare(details)));
  if (!second || !isMulticlass(second.details)) {
    return {
      title: texts.evaluation.right(first.name, right === 1 ? null : formatPercent(right), rows),
      detail: commonest,
    };
  }
  const [better, worse] = orderByMetric(
    { name: first.name, value: right, rows: details.rows },
    { name: second.name, value: computeAccuracy(second.details), rows: second.details.rows },
    "higher",
  );
  const noise =
    2 * Math.sqrt(sumValues([better, worse].map(({ value, rows: of }) => (value * (1 - value)) / Math.max(1, of))));
  const alike = clear === null ? better.value - worse.value <= noise : !clear;
  return {
    title: alike
      ? texts.evaluation.rightAlike(better.name, worse.name)
      : texts.evaluation.rightMoreOften(better.name, worse.name),
    detail: `${texts.evaluation.accuracies(formatPercent(better.value), formatPercent(worse.value), describeScoredRows(better, worse))} ${commonest}`,
  };
}

const sumValues = (values: number[]): number => values.reduce((total, value) => total + value, 0);

const computeAccuracy = ({ matrix, rows }: MulticlassDetails): number =>
  sumValues(matrix.map((row, at) => row[at] ?? 0)) / Math.max(1, rows);

const getLargestClassShare = ({ matrix, rows }: MulticlassDetails): number =>
  Math.max(0, ...matrix.map(sumValues)) / Math.max(1, rows);

/** Of what lies between a random order and the best one, how much the order has gained. */
function summarizeRanking(
  first: JudgedModel,
  { ndcg, by_chance: chance, users, depth }: RankingDetails,
): EvaluationSummary {
  const words = textAnalyticsTexts.recommendation;
  const gained = chance < 1 ? (ndcg - chance) / (1 - chance) : 0;
  const how = gained >= 0.5 ? words.much : gained >= 0.2 ? words.better : gained >= 0.05 ? words.little : words.hardly;
  return {
    title: words.orders(first.name, how),
    detail: words.order(formatFixed(ndcg, 3), formatFixed(chance, 3), formatCount(users), formatCount(depth)),
  };
}

function summarizeRatings(first: JudgedModel, details: RegressionDetails): EvaluationSummary {
  const words = textAnalyticsTexts.recommendation;
  const { min, max } = details.true_range;
  const [typical, error] = [first.metrics.Mean_Absolute_Error, getRootMeanSquaredError(first)];
  if (typical === undefined || error === undefined) return { title: first.name, detail: "" };
  return {
    title: words.misses(first.name, details.label, formatMetric(findMetric("Mean_Absolute_Error"), typical)),
    detail: words.ratings(
      formatMetric(findMetric("Root_Mean_Squared_Error"), error),
      formatCount(details.rows),
      formatShort(min),
      formatShort(max),
    ),
  };
}

/** Silhouettes closer than this are called alike. */
const SILHOUETTES_ALIKE = 0.02;

function summarizeClustering(
  first: JudgedModel,
  details: ClusteringDetails,
  second: JudgedModel | undefined,
): EvaluationSummary {
  const words = clusterTexts.evaluation;
  const [own, other] = [first.metrics.Silhouette, second?.metrics.Silhouette];
  const sizes = words.sizes(formatCount(details.clusters.length), formatCount(details.rows));
  if (second && own !== undefined && other !== undefined) {
    const [better, worse] = orderByMetric(
      { name: first.name, value: own },
      { name: second.name, value: other },
      "higher",
    );
    return {
      title:
        better.value - worse.value <= SILHOUETTES_ALIKE
          ? words.apartAlike(better.name, worse.name)
          : words.furtherApart(better.name, worse.name),
      detail: words.silhouettes(formatFixed(better.value, 3), formatFixed(worse.value, 3)),
    };
  }
  if (own === undefined)
    return { title: words.measured(first.name, formatCount(details.clusters.length)), detail: sizes };
  return {
    title: words.keeps(first.name, describeSeparation(own)),
    detail: `${words.silhouette(formatFixed(own, 3))} ${sizes}`,
  };
}

/** Kaufman and Rousseeuw, Finding Groups in Data (1990), page 88. */
function describeSeparation(silhouette: number): string {
  const words = clusterTexts.evaluation.apart;
  if (silhouette > 0.7) return words.strongly;
  if (silhouette > 0.5) return words.reasonably;
  return silhouette > 0.25 ? words.weakly : words.hardly;
}
