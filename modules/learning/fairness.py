"""How a model treats groups of rows: the metrics of each group, and how far groups lie apart.

The measures are those of the package fairlearn (Weerts and others, Fairlearn: assessing and improving fairness of AI
systems, JMLR 24, 2023), but where a group has no rows to measure a rate on: such a group has no rate here, and does not
count, while fairlearn takes 0 for it.
"""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit.schema import to_column_type_name
from modules.kit.views.fairness_view import FairnessThreshold
from modules.learning.metric_formulas import Flags, Numbers, compute_regression_metrics

#: Numbers with more different values than this are divided into so many ranges with equally many rows.
MAX_NUMBERS, RANGES = 10, 4
#: The largest groups of a column; rows of the others are one group together.
MAX_GROUPS = 12
THRESHOLDS = np.round(np.linspace(0.02, 0.98, 49), 2)

TWO_CLASS_METRICS = ("Selection Rate", "Accuracy", "True Positive Rate", "False Positive Rate", "Precision")
CLASS_METRICS = ("Accuracy",)
REGRESSION_METRICS = ("Mean Prediction", "Mean Error", "Mean Absolute Error", "Root Mean Squared Error")
Metrics = Mapping[str, float]


@dataclass(frozen=True)
class ScoredRows:
    """What was true and what was predicted: of two classes as flags of the positive one, of numbers as numbers."""

    truth: npt.NDArray[np.generic]
    predicted: npt.NDArray[np.generic]
    weights: Numbers
    score: Numbers | None = None

    def select(self, rows: Flags) -> "ScoredRows":
        score = None if self.score is None else self.score[rows]
        return ScoredRows(self.truth[rows], self.predicted[rows], self.weights[rows], score)


def divide_into_groups(column: "pd.Series[object]") -> npt.NDArray[np.object_]:
    """The group of each row, by name: values, ranges of numbers, or that the value is missing."""
    kind = to_column_type_name(column.dtype)
    if kind in ("integer", "real") and column.nunique() > MAX_NUMBERS:
        names = _name_ranges(column)
    else:
        names = column.astype("str").to_numpy(dtype=object, na_value="missing")
    counts = pd.Series(names).value_counts()
    if len(counts) <= MAX_GROUPS:
        return names
    kept = set(counts.index[: MAX_GROUPS - 1])
    return np.array([name if name in kept else "others" for name in names], dtype=object)


def _name_ranges(column: "pd.Series[object]") -> npt.NDArray[np.object_]:
    numbers = column.to_numpy(dtype="float64", na_value=np.nan)
    known = numbers[np.isfinite(numbers)]
    names = np.full(len(numbers), "missing", dtype=object)
    if not len(known):
        return names
    bounds = [-np.inf, *np.unique(np.quantile(known, np.linspace(0, 1, RANGES + 1)[1:-1])), np.inf]
    for low, high in itertools.pairwise(bounds):
        inside = (numbers > low) & (numbers <= high)
        finite = numbers[inside & np.isfinite(numbers)]
        if inside.any():
            names[inside] = f"{finite.min():g} to {finite.max():g}" if len(finite) else "infinite"
    return names


def measure_two_class(rows: ScoredRows) -> Metrics:
    """The share that is predicted positive, and the rates of right and wrong ones."""
    truth, predicted, weights = rows.truth.astype(bool), rows.predicted.astype(bool), rows.weights
    return {
        "Selection Rate": _average(predicted, weights),
        "Accuracy": _average(truth == predicted, weights),
        "True Positive Rate": _average(predicted[truth], weights[truth]),
        "False Positive Rate": _average(predicted[~truth], weights[~truth]),
        "Precision": _average(truth[predicted], weights[predicted]),
    }


def measure_classes(rows: ScoredRows) -> Metrics:
    """The share that is predicted right."""
    return {"Accuracy": _average(rows.truth == rows.predicted, rows.weights)}


def measure_numbers(rows: ScoredRows) -> Metrics:
    """The mean prediction, and how far it is off."""
    truth, predicted = rows.truth.astype("float64"), rows.predicted.astype("float64")
    errors = compute_regression_metrics(truth, predicted, rows.weights) if rows.weights.sum() > 0 else {}
    return {
        "Mean Prediction": _average(predicted, rows.weights),
        "Mean Error": _average(predicted - truth, rows.weights),
        "Mean Absolute Error": errors.get("Mean_Absolute_Error", math.nan),
        "Root Mean Squared Error": errors.get("Root_Mean_Squared_Error", math.nan),
    }


def _average(values: "npt.NDArray[np.generic]", weights: Numbers) -> float:
    total = float(weights.sum())
    return float((values.astype("float64") * weights).sum() / total) if total > 0 else math.nan


def measure_groups(
    rows: ScoredRows, groups: npt.NDArray[np.object_], measure: Callable[[ScoredRows], Metrics]
) -> dict[str, tuple[int, Metrics]]:
    """{group: its number of rows and its metrics}, the largest group first."""
    counts = pd.Series(groups).value_counts()
    return {str(name): (int(count), measure(rows.select(groups == name))) for name, count in counts.items()}


def compute_disparities(groups: Sequence[Metrics]) -> dict[str, float]:
    """How far the groups lie apart: differences are better the nearer to 0, ratios the nearer to 1."""
    if "Selection Rate" not in groups[0]:
        return {f"{name} Difference": _spread(groups, name) for name in groups[0]}
    true_rates, false_rates = _spread(groups, "True Positive Rate"), _spread(groups, "False Positive Rate")
    ratios = _ratio(groups, "True Positive Rate"), _ratio(groups, "False Positive Rate")
    return {
        "Demographic Parity Difference": _spread(groups, "Selection Rate"),
        "Demographic Parity Ratio": _ratio(groups, "Selection Rate"),
        "Equalized Odds Difference": _choose(max, true_rates, false_rates),
        "Equalized Odds Ratio": _choose(min, *ratios),
        "Equal Opportunity Difference": true_rates,
        "Accuracy Difference": _spread(groups, "Accuracy"),
    }


def _list_known(groups: Sequence[Metrics], name: str) -> list[float]:
    return [group[name] for group in groups if math.isfinite(group[name])]


def _spread(groups: Sequence[Metrics], name: str) -> float:
    known = _list_known(groups, name)
    return max(known) - min(known) if known else math.nan


def _ratio(groups: Sequence[Metrics], name: str) -> float:
    known = _list_known(groups, name)
    return min(known) / max(known) if known and max(known) > 0 else math.nan


def _choose(choose: Callable[[list[float]], float], *values: float) -> float:
    known = [value for value in values if math.isfinite(value)]
    return choose(known) if known else math.nan


def trace_thresholds(rows: ScoredRows, groups: npt.NDArray[np.object_]) -> list[FairnessThreshold]:
    """Accuracy and the differences between groups at each threshold, where there are probabilities."""
    if rows.score is None:
        return []
    traced = []
    for threshold in THRESHOLDS:
        called = ScoredRows(rows.truth, rows.score >= threshold, rows.weights)
        found = [metrics for _, metrics in measure_groups(called, groups, measure_two_class).values()]
        apart = compute_disparities(found)
        traced.append(
            FairnessThreshold(
                threshold=float(threshold),
                accuracy=measure_two_class(called)["Accuracy"],
                selection_difference=to_known(apart["Demographic Parity Difference"]),
                odds_difference=to_known(apart["Equalized Odds Difference"]),
            )
        )
    return traced


def to_known(value: float) -> float | None:
    """None of what is undefined, since JSON has no NaN."""
    return value if math.isfinite(value) else None
