"""The scores of one model row by row, and the one metric by which models are compared, on any part of the rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from modules.kit import Scores
from modules.kit.views.comparison_view import NaiveBaseline
from modules.learning.labels import to_class_names
from modules.learning.metric_formulas import Counts, Flags, Numbers

#: Of few rows, many resamples are measured at once. What is measured at once fits into the cache of a processor.
COUNTED_AT_ONCE = 20_000


@dataclass(frozen=True)
class RowMetric:
    """The metric of rows, each counted so many times; NaN where it is undefined.

    `compute` takes the counts of many resamples at once, a row of counts for each of them.
    """

    compute: Callable[[Counts | Numbers], Numbers]

    def __call__(self, counts: Counts | Numbers) -> float:
        return float(self.compute(counts))


@dataclass(frozen=True)
class RowScores:
    """What one model says of each row: `truth` and `score` for a ranking, else the `loss` of each row."""

    metric: str
    higher_is_better: bool
    truth: Numbers
    score: Numbers | None
    loss: Numbers
    #: How much each row counts.
    weights: Numbers
    baseline: NaiveBaseline

    def measure(self, rows: Counts) -> RowMetric:
        """The metric as a function of how often each of these rows counts."""
        weights = self.weights[rows]
        if self.score is not None:
            area = build_area(self.truth[rows] > 0, self.score[rows])
            return RowMetric(lambda counts: area.compute(counts * weights))
        loss, root = self.loss[rows], self.metric == "Root_Mean_Squared_Error"

        def compute(counts: Counts | Numbers) -> Numbers:
            weighted = counts * weights
            mean = _divide(weighted @ loss, weighted.sum(axis=-1))
            return np.sqrt(mean) if root else mean

        return RowMetric(compute)


def _divide(dividend: Numbers, divisor: Numbers) -> Numbers:
    """The quotient, NaN where it is divided by nothing."""
    quotient: Numbers = np.divide(dividend, divisor, out=np.full(np.shape(divisor), np.nan), where=divisor != 0)
    return quotient


def build_area(truth: Flags, score: Numbers) -> RowMetric:
    """The area under the ROC curve as a function of how often each row counts; rows of equal scores count half."""
    order = np.argsort(score, kind="stable")
    ranked, positive = score[order], truth[order]
    starts = np.flatnonzero(np.concatenate(([True], np.diff(ranked) > 0))) if len(ranked) else np.zeros(0, dtype=int)

    def compute(counts: Counts | Numbers) -> Numbers:
        weights = counts[..., order].astype("float64")
        if not len(order):
            return np.full(weights.shape[:-1], np.nan)
        hits = np.add.reduceat(np.where(positive, weights, 0.0), starts, axis=-1)
        misses = np.add.reduceat(np.where(positive, 0.0, weights), starts, axis=-1)
        below = np.cumsum(misses, axis=-1) - misses / 2
        return _divide((hits * below).sum(axis=-1), hits.sum(axis=-1) * misses.sum(axis=-1))

    return RowMetric(compute)


def resample_metrics(metrics: Sequence[RowMetric], rows: int, resamples: int) -> Numbers:
    """The metrics of each resample: a row per resample, a column per metric, all of the same drawn rows."""
    generator = np.random.default_rng(0)
    table = np.empty((resamples, len(metrics)))
    at_once = max(1, COUNTED_AT_ONCE // rows)
    for first in range(0, resamples, at_once):
        drawn = generator.integers(0, rows, (min(at_once, resamples - first), rows))
        places = drawn + rows * np.arange(len(drawn))[:, np.newaxis]
        counts = np.bincount(places.ravel(), minlength=drawn.size).reshape(drawn.shape)
        for place, metric in enumerate(metrics):
            table[first : first + len(drawn), place] = metric.compute(counts)
    return table


def read_row_scores(scores: Scores, frame: pd.DataFrame, weights: Numbers) -> RowScores | None:
    """What a model says of the rows of `frame`, which have a label and a prediction; None for tasks without such a
    metric."""
    label, predicted = frame[scores.label or ""], frame[scores.predicted]
    if scores.task == "regression":
        truth, values = label.to_numpy(dtype="float64"), predicted.to_numpy(dtype="float64")
        mean = float(np.average(truth, weights=weights))
        spread = float(np.sqrt(np.average((truth - mean) ** 2, weights=weights)))
        baseline = NaiveBaseline(kind="mean", predicted=f"{mean:.4g}", value=spread)
        return RowScores("Root_Mean_Squared_Error", False, truth, None, (values - truth) ** 2, weights, baseline)
    if scores.task not in ("two-class", "multiclass"):
        return None
    names, called = to_class_names(label), to_class_names(predicted)
    right = (names == called).astype("float64")
    column = scores.probabilities.get(scores.positive or "")
    if scores.task == "two-class" and column:
        ranked = frame[column].to_numpy(dtype="float64")
        guessing = NaiveBaseline(kind="guessing", predicted="", value=0.5)
        positive = (names == scores.positive).astype("float64")
        return RowScores("AUC", True, positive, ranked, right, weights, guessing)
    most, largest = _find_most_common(names, weights)
    truth = (names == scores.positive).astype("float64") if scores.task == "two-class" else np.full(len(names), np.nan)
    share = NaiveBaseline(kind="most_common", predicted=most, value=largest)
    return RowScores("Accuracy", True, truth, None, right, weights, share)


def _find_most_common(names: "np.ndarray[tuple[int], np.dtype[np.object_]]", weights: Numbers) -> tuple[str, float]:
    """The class with the most rows, and their share."""
    values, places = np.unique(np.asarray(names, dtype=str), return_inverse=True)
    totals = np.bincount(places, weights=weights)
    return str(values[totals.argmax()]), float(totals.max() / totals.sum())
