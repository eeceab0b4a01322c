"""The metrics: what each is called, how its values are written, which way is better, and what it means.

Report, browser app, documentation and command line have them from here. The app reads
`frontend/src/lib/metricTable.json`, which `python -m tests.generate_docs` writes from this table; other programs ask
`/api/metrics`.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from modules.kit.schema import Task

#: `share`: three decimals. `number`: about four digits. `count`: whole.
MetricFormat = Literal["share", "number", "count"]
MetricDirection = Literal["higher", "lower"]


@dataclass(frozen=True)
class Metric:
    """A metric under the name that evaluations and runs store it by.

    `hint` says in a few words what `definition` says in a sentence with the range. `tasks` are those that it measures.
    """

    name: str
    title: str
    hint: str
    definition: str
    format: MetricFormat
    better: MetricDirection | None
    tasks: tuple[Task, ...] = ()


NUMBERS: tuple[Task, ...] = ("regression", "recommendation")
TWO_CLASSES: tuple[Task, ...] = ("two-class", "anomaly")
CLASSES: tuple[Task, ...] = (*TWO_CLASSES, "multiclass")


def _declare_share(name: str, title: str, hint: str, definition: str, *tasks: Task) -> Metric:
    """A metric of at most 1, of which more is better."""
    return Metric(name, title, hint, definition, "share", "higher", tasks)


def _declare_error(name: str, title: str, hint: str, definition: str, *tasks: Task) -> Metric:
    return Metric(name, title, hint, definition, "number", "lower", tasks)


def _declare_count(name: str, title: str, hint: str, definition: str, *tasks: Task) -> Metric:
    return Metric(name, title, hint, definition, "count", None, tasks)


_OF_NUMBERS = (
    _declare_error(
        "Mean_Absolute_Error",
        "MAE",
        "mean absolute error",
        "By how much a prediction is off on average, in the unit of the label: 0 or more.",
        *NUMBERS,
    ),
    _declare_error(
        "Root_Mean_Squared_Error",
        "RMSE",
        "root mean squared error",
        "The typical size of an error, with large errors weighted more, in the unit of the label: 0 or more.",
        *NUMBERS,
    ),
    _declare_error(
        "Relative_Absolute_Error",
        "RAE",
        "relative absolute error",
        "The absolute error divided by that of always predicting the mean: 0 is perfect, 1 is no better than the mean.",
        *NUMBERS,
    ),
    _declare_error(
        "Relative_Squared_Error",
        "RSE",
        "relative squared error",
        "The squared error divided by that of always predicting the mean: 0 is perfect, 1 is no better than the mean.",
        *NUMBERS,
    ),
    _declare_share(
        "Coefficient_of_Determination",
        "R²",
        "variance explained",
        "The share of the label's variance that the model explains: at most 1; 0 is always predicting the mean, and "
        "below 0 is worse than that.",
        "regression",
    ),
    _declare_error(
        "Negative_Log_Likelihood",
        "Negative log likelihood",
        "fit of the distribution",
        "How unlikely the label is under the model's distribution, as a negative logarithm.",
        "regression",
    ),
    _declare_error(
        "Average_Quantile_Loss",
        "Quantile loss",
        "mean of all quantiles",
        "The mean pinball loss over all quantiles, in the unit of the label: 0 or more.",
        "quantile",
    ),
    Metric(
        "Coverage",
        "Coverage",
        "rows within the range",
        "The share of rows between the lowest and the highest quantile, from 0 to 1: best near the share that the "
        "quantiles promise.",
        "share",
        None,
        ("quantile",),
    ),
)
_OF_CLASSES = (
    _declare_share(
        "Accuracy",
        "Accuracy",
        "share predicted right",
        "The share of rows whose class is predicted right, from 0 to 1.",
        *CLASSES,
    ),
    _declare_share(
        "Precision",
        "Precision",
        "positives that are right",
        "Of the rows that are predicted positive, the share that is positive, from 0 to 1.",
        *TWO_CLASSES,
    ),
    _declare_share(
        "Recall",
        "Recall",
        "positives that are found",
        "Of the rows that are positive, the share that is predicted so, from 0 to 1.",
        *TWO_CLASSES,
    ),
    _declare_share(
        "F1",
        "F1",
        "precision and recall",
        "The harmonic mean of precision and recall, from 0 to 1: high only if both are.",
        *TWO_CLASSES,
    ),
    _declare_share(
        "AUC",
        "ROC area",
        "ranking",
        "How often a random positive row is scored above a random negative one: 0.5 is guessing, 1 is perfect.",
        *TWO_CLASSES,
    ),
    _declare_share(
        "Average_Precision",
        "Average precision",
        "ranking, rare class",
        "The mean precision over all thresholds, from the share of positives (guessing) to 1: it tells more than the "
        "ROC area if positives are rare.",
        *TWO_CLASSES,
    ),
    _declare_error(
        "Log_Loss",
        "Log loss",
        "quality of probabilities",
        "How surprised the model is by the true classes: 0 or more; 0.693 is saying 50 % to each of two classes.",
        *CLASSES,
    ),
    _declare_error(
        "Brier_Score",
        "Brier score",
        "quality of probabilities",
        "The mean squared distance of the probability from what happened, from 0 to 1.",
        *TWO_CLASSES,
    ),
    _declare_share(
        "Average_Accuracy",
        "Average accuracy",
        "mean over classes",
        "The mean over the classes of the share of rows correctly predicted as this class or not, from 0 to 1.",
        "multiclass",
    ),
    _declare_share(
        "Balanced_Accuracy",
        "Balanced accuracy",
        "mean recall",
        "The mean recall of the classes, from 0 to 1: a rare class counts as much as a frequent one.",
        *CLASSES,
    ),
    _declare_share(
        "Micro_Precision",
        "Precision, micro",
        "over all rows",
        "The precision over all rows, whatever their class, from 0 to 1.",
        "multiclass",
    ),
    _declare_share(
        "Macro_Precision",
        "Precision, macro",
        "mean over classes",
        "The mean precision of the classes, from 0 to 1: a rare class counts as much as a frequent one.",
        "multiclass",
    ),
    _declare_share(
        "Micro_Recall",
        "Recall, micro",
        "over all rows",
        "The recall over all rows, whatever their class, from 0 to 1.",
        "multiclass",
    ),
    _declare_share(
        "Macro_Recall",
        "Recall, macro",
        "mean over classes",
        "The mean recall of the classes, from 0 to 1: a rare class counts as much as a frequent one.",
        "multiclass",
    ),
    _declare_share(
        "Macro_F1",
        "F1, macro",
        "mean over classes",
        "The mean F1 of the classes, from 0 to 1: a rare class counts as much as a frequent one.",
        "multiclass",
    ),
)
_OF_CLUSTERS = (
    _declare_share(
        "Silhouette",
        "Silhouette",
        "apart, at most 1",
        "How much nearer rows are to their own cluster than to the next one, from -1 to 1: above 0.5 is well apart.",
        "clustering",
    ),
    _declare_error(
        "Davies_Bouldin",
        "Davies-Bouldin",
        "width against distance",
        "How wide clusters are compared with the distance to the most similar one: 0 or more.",
        "clustering",
    ),
    Metric(
        "Calinski_Harabasz",
        "Calinski-Harabasz",
        "spread between against within",
        "The spread between the clusters divided by that within them: 0 or more; compare it only on the same rows.",
        "number",
        "higher",
        ("clustering",),
    ),
    _declare_share(
        "Adjusted_Rand_Index",
        "Rand index",
        "adjusted",
        "How well clusters agree with the label: 0 is chance, 1 is complete agreement.",
        "clustering",
    ),
    _declare_error(
        "Average_Distance_to_Cluster_Center",
        "To own center",
        "mean distance",
        "The mean distance of rows to the center of their own cluster: 0 or more.",
        "clustering",
    ),
    Metric(
        "Average_Distance_to_Other_Center",
        "To other centers",
        "mean distance",
        "The mean distance of rows to the center of the next cluster: 0 or more.",
        "number",
        "higher",
        ("clustering",),
    ),
    _declare_error(
        "Maximal_Distance_to_Cluster_Center",
        "Farthest from center",
        "maximum",
        "The distance to its own center of the row that is farthest from it: 0 or more.",
        "clustering",
    ),
    _declare_count("Number_of_Points", "Rows", "in clusters", "The number of rows in the clusters.", "clustering"),
    _declare_count("Number_of_Clusters", "Clusters", "that have rows", "The number of clusters.", "clustering"),
)
_OF_RANKINGS = (
    _declare_share(
        "NDCG",
        "NDCG",
        "order of the items",
        "How near the order of recommended items is to the best order, from 0 to 1: early places count more.",
        "recommendation",
    ),
)

_OF_FORECASTS = (
    _declare_error(
        "MAPE",
        "MAPE",
        "mean error in percent",
        "The mean of absolute errors, each as a share of the actual value; undefined where one is 0.",
        "forecast",
    ),
    _declare_error(
        "sMAPE",
        "sMAPE",
        "symmetric error in percent",
        "The mean of absolute errors, each as a share of the mean of actual and forecast: from 0 to 2.",
        "forecast",
    ),
    _declare_error(
        "WAPE",
        "WAPE",
        "error as a share",
        "The sum of absolute errors as a share of the sum of absolute actual values.",
        "forecast",
    ),
    _declare_error(
        "MASE",
        "MASE",
        "against a naive forecast",
        "The absolute error divided by that of repeating the last season in training: below 1 is better than that.",
        "forecast",
    ),
)

#: Other names of metrics in tables from elsewhere.
SAME_AS = {
    "F1_Score": "F1",
    "Overall_Accuracy": "Accuracy",
    "Average_Log_Loss": "Log_Loss",
}

METRICS: Mapping[str, Metric] = {
    metric.name: metric for metric in (*_OF_NUMBERS, *_OF_CLASSES, *_OF_CLUSTERS, *_OF_RANKINGS, *_OF_FORECASTS)
}

#: What says first how well a model does, in this order of preference: the best model of an evaluation is found by it.
HEADLINES = (
    "Coefficient_of_Determination",
    "AUC",
    "Accuracy",
    "Mean_Absolute_Error",
    "Average_Quantile_Loss",
    "Silhouette",
    "NDCG",
)

_BY_NORMALIZED_NAME = {metric.name.lower(): metric for metric in METRICS.values()} | {
    other.lower(): METRICS[name] for other, name in SAME_AS.items()
}


def find_metric(name: str) -> Metric:
    """What is known of a metric; an unknown one keeps its own name and has no direction."""
    quantile = re.fullmatch(r"Quantile_Loss_(.+)", name)
    if quantile:
        share = quantile[1]
        return Metric(
            name,
            f"Loss at {share}",
            "pinball loss",
            f"The pinball loss of the quantile {share}, in the unit of the label: 0 or more.",
            "number",
            "lower",
            ("quantile",),
        )
    known = _BY_NORMALIZED_NAME.get(re.sub(r"[\s_-]+", "_", name).lower())
    if known is not None:
        return known if known.name == name else replace(known, name=name)
    return Metric(name, name.replace("_", " "), "", "", "number", None)


def find_headline(rows: Sequence[Mapping[str, float]]) -> Metric | None:
    """The metric by which models are told apart first; None where they have none of those that say how well they do."""
    known = (METRICS[name] for name in HEADLINES)
    return next((one for one in known if rows and all(get_metric_value(row, one) is not None for row in rows)), None)


def find_best_model(rows: Sequence[Mapping[str, float]]) -> int | None:
    """The place of the best of several models; None where there is one only, or nothing tells them apart."""
    metric = find_headline(rows)
    if metric is None or len(rows) < 2:
        return None
    values = [get_metric_value(row, metric) for row in rows]
    if len({value for value in values if value is not None}) < 2:
        return None
    known = [value for value in values if value is not None]
    return values.index(max(known) if metric.better == "higher" else min(known))


def get_metric_value(row: Mapping[str, float], metric: Metric) -> float | None:
    """The value of a metric, by whatever name the row has it."""
    named = (value for name, value in row.items() if find_metric(name).title == metric.title)
    return next((value for value in named if isinstance(value, int | float) and math.isfinite(value)), None)


def find_tasks(names: Sequence[str]) -> frozenset[Task]:
    """The tasks that all of these metrics measure together; empty where nothing is known of them."""
    known = [frozenset(tasks) for name in names if (tasks := find_metric(name).tasks)]
    return frozenset.intersection(*known) if known else frozenset()
