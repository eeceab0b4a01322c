/** The finding of an evaluation in a sentence, hedged to what was measured. */

import type { EvaluationView, MulticlassDetails, RegressionDetails, TwoClassDetails } from "../../api/types";
import { resultsMessages as say } from "../../messages/results";
import { count, fixed, percent, short } from "../format";
import { areaError, isMulticlass, isRegression, isTwoClass } from "../metrics";

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
  if (isRegression(first.details)) return regressionHeadline(first, first.details, second);
  return { title: first.name, detail: "" };
}

function twoClassHeadline(first: Model, details: TwoClassDetails, second: Model | undefined): Headline {
  const share = say.evaluation.positives(count(details.positives), details.positive);
  const other = second && isTwoClass(second.details) ? second.details : null;
  if (!second || !other) {
    return {
      title: say.evaluation.ranking(first.name, quality(details.auc)),
      detail: `${say.evaluation.area(fixed(details.auc, 3), count(details.rows))} ${share}`,
    };
  }
  const difference = details.auc - other.auc;
  const noise = 2 * Math.hypot(areaError(details), areaError(other));
  const [better, worse] = difference >= 0 ? [first.name, second.name] : [second.name, first.name];
  return {
    title:
      Math.abs(difference) <= noise
        ? say.evaluation.rankAlike(first.name, second.name)
        : say.evaluation.ranksBetter(better, worse),
    detail: `${say.evaluation.areas(fixed(details.auc, 3), fixed(other.auc, 3), count(details.rows))} ${share}`,
  };
}

function quality(area: number): string {
  const words = say.evaluation.rankingWords;
  if (area >= 0.9) return words.very;
  if (area >= 0.8) return words.well;
  if (area >= 0.7) return words.fairly;
  return area >= 0.6 ? words.weakly : words.guessing;
}

function regressionHeadline(first: Model, details: RegressionDetails, second: Model | undefined): Headline {
  const range = say.evaluation.range(details.label, short(details.range.min), short(details.range.max));
  const [error, other] = [rootMeanSquaredError(first), second && rootMeanSquaredError(second)];
  if (second && error !== undefined && other !== undefined) {
    const [better, worse] = error <= other ? [first.name, second.name] : [second.name, first.name];
    return {
      title:
        Math.abs(error - other) < 0.02 * Math.max(error, other)
          ? say.evaluation.missAlike(first.name, second.name)
          : say.evaluation.missesLess(better, worse),
      detail: `${say.evaluation.errors(short(error), short(other), count(details.rows))} ${range}`,
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
  const commonest = say.evaluation.commonest(percent(largestClass(details)));
  if (second && isMulticlass(second.details)) {
    const other = accuracy(second.details);
    const [better, worse] = right >= other ? [first.name, second.name] : [second.name, first.name];
    const noise = 2 * Math.sqrt((right * (1 - right) + other * (1 - other)) / Math.max(1, details.rows));
    return {
      title:
        Math.abs(right - other) <= noise
          ? say.evaluation.rightAlike(first.name, second.name)
          : say.evaluation.rightMoreOften(better, worse),
      detail: `${say.evaluation.accuracies(percent(right), percent(other), count(details.rows))} ${commonest}`,
    };
  }
  return { title: say.evaluation.right(first.name, percent(right), count(details.rows)), detail: commonest };
}

function accuracy({ matrix, rows }: MulticlassDetails): number {
  return matrix.reduce((sum, row, at) => sum + row[at]!, 0) / Math.max(1, rows);
}

function largestClass({ matrix, rows }: MulticlassDetails): number {
  return Math.max(...matrix.map((row) => row.reduce((sum, value) => sum + value, 0))) / Math.max(1, rows);
}
