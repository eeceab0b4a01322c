"""The scores of one model row by row, and the one metric by which models are compared, on any part of the rows."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from modules.kit import Scores
from modules.kit.views.comparison_view import NaiveBaseline
from modules.learning.labels import to_class_names
from modules.learning.metric_formulas import Counts, Flags, Numbers

#: The metric of rows, each counted so many times; NaN where it is undefined.
RowMetric = Callable[[Counts], float]


@dataclass(frozen=True)
class RowScores:
    """What one model says of each row: `truth` and `score` for a ranking, else the `loss` of each row."""

    metric: str
    higher_is_better: bool
    truth: Numbers
    score: Numbers | None
    loss: Numbers
    baseline: NaiveBaseline

    def measure(self, rows: Counts) -> RowMetric:
        """The metric as a function of how often each of these rows counts."""
        if self.score is not None:
            return build_area(self.truth[rows] > 0, self.score[rows])
        loss, root = self.loss[rows], self.metric == "Root_Mean_Squared_Error"

        def compute(counts: Counts) -> float:
            total = counts.sum()
            mean = float(counts @ loss) / total if total else float("nan")
            return float(np.sqrt(mean)) if root else mean

        return compute


def build_area(truth: Flags, score: Numbers) -> RowMetric:
    """The area under the ROC curve as a function of how often each row counts; rows of equal scores count half."""
    order = np.argsort(score, kind="stable")
    ranked, positive = score[order], truth[order]
    starts = np.flatnonzero(np.concatenate(([True], np.diff(ranked) > 0))) if len(ranked) else np.zeros(0, dtype=int)

    def compute(counts: Counts) -> float:
        weights = counts[order].astype("float64")
        if not len(weights):
            return float("nan")
        hits = np.add.reduceat(np.where(positive, weights, 0.0), starts)
        misses = np.add.reduceat(np.where(positive, 0.0, weights), starts)
        pairs = hits.sum() * misses.sum()
        below = np.cumsum(misses) - misses / 2
        return float(hits @ below / pairs) if pairs else float("nan")

    return compute


def read_row_scores(scores: Scores, frame: pd.DataFrame) -> RowScores | None:
    """What a model says of the rows of `frame`, which have a label and a prediction; None for tasks without such a
    metric."""
    label, predicted = frame[scores.label or ""], frame[scores.predicted]
    if scores.task == "regression":
        truth, values = label.to_numpy(dtype="float64"), predicted.to_numpy(dtype="float64")
        spread, mean = float(truth.std()), float(truth.mean())
        baseline = NaiveBaseline(kind="mean", predicted=f"{mean:.4g}", value=spread)
        return RowScores("Root_Mean_Squared_Error", False, truth, None, (values - truth) ** 2, baseline)
    if scores.task not in ("two-class", "multiclass"):
        return None
    names, called = to_class_names(label), to_class_names(predicted)
    right = (names == called).astype("float64")
    column = scores.probabilities.get(scores.positive or "")
    if scores.task == "two-class" and column:
        ranked = frame[column].to_numpy(dtype="float64")
        guessing = NaiveBaseline(kind="guessing", predicted="", value=0.5)
        return RowScores("AUC", True, (names == scores.positive).astype("float64"), ranked, right, guessing)
    most, count = _find_most_common(names)
    truth = (names == scores.positive).astype("float64") if scores.task == "two-class" else np.full(len(names), np.nan)
    share = NaiveBaseline(kind="most_common", predicted=most, value=count / max(1, len(names)))
    return RowScores("Accuracy", True, truth, None, right, share)


def _find_most_common(names: "np.ndarray[tuple[int], np.dtype[np.object_]]") -> tuple[str, int]:
    values, counts = np.unique(np.asarray(names, dtype=str), return_counts=True)
    return str(values[counts.argmax()]), int(counts.max())
