"""How good the answers were by true labels that came later: the metrics that Evaluate Model gives for the same rows."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from modules.kit.schema import Task
from modules.learning.metric_formulas import (
    Counts,
    Flags,
    Metrics,
    Numbers,
    are_probabilities,
    compute_log_loss,
    compute_multiclass_metrics,
    compute_quantile_metrics,
    compute_regression_metrics,
    compute_two_class_metrics,
    count_confusion,
)
from server.storage.orm.endpoint_tables import EndpointMinuteRow, EndpointPredictionRow

#: A true value, as it was sent.
Label = str | int | float | bool
MEASURED_TASKS: tuple[Task, ...] = ("regression", "quantile", "two-class", "multiclass")
NUMERIC_TASKS: tuple[Task, ...] = ("regression", "quantile")
#: Up to so many hours are divided into hours, more into days.
HOURS_BY_HOUR = 48.0


class ScoreFacts(BaseModel):
    """What the answers of a deployment are: `columns` are the classes or quantiles whose scores follow a prediction."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    task: Task
    label: str | None = None
    classes: list[str] = []
    positive: str | None = None
    columns: list[str] = []


class LivePeriod(BaseModel):
    """An hour or a day of answers: how many there were, how many have labels, and how good those were."""

    start: datetime
    answered: int
    labeled: int
    metrics: dict[str, float]


def read_score_facts(said: Mapping[str, Any]) -> ScoreFacts | None:
    """What a replica says of its answers; None where it says nothing that can be measured."""
    try:
        return ScoreFacts.model_validate(said)
    except ValidationError:
        return None


def describe_wrong_label(facts: ScoreFacts, label: Label) -> str | None:
    """Why this cannot be the true label of an answer; None where it can."""
    if facts.task in NUMERIC_TASKS:
        is_number = isinstance(label, int | float) and not isinstance(label, bool) and math.isfinite(label)
        return None if is_number else f"The label has to be a number. Got {_show(label)}."
    if facts.task == "two-class" and name_class(label) not in facts.classes:
        return f"The label has to be one of {', '.join(facts.classes)}. Got {_show(label)}."
    return None


def _show(label: Label) -> str:
    return f"the text '{label[:60]}'" if isinstance(label, str) else name_class(label).lower()


def name_class(value: Any) -> str:
    """A value as the name of a class: 1.0 is '1'. See `to_class_names` in modules/learning/labels.py."""
    if isinstance(value, float) and math.isfinite(value) and value == round(value):
        return str(int(value))
    return str(value)


def measure_predictions(facts: ScoreFacts, rows: Sequence[EndpointPredictionRow]) -> Metrics:
    """The metrics of the task over these labeled rows; undefined ones are left out."""
    known = [row for row in rows if row.scored and row.scored[0] is not None]
    if not known or facts.task not in MEASURED_TASKS:
        return {}
    labels = [row.label["value"] for row in known]
    scores = np.array([_read_scores(row, len(facts.columns)) for row in known], dtype="float64")
    if facts.task == "regression":
        truth = np.array(labels, dtype="float64")
        found = compute_regression_metrics(truth, np.array([row.scored[0] for row in known], dtype="float64"))
    elif facts.task == "quantile":
        by_quantile = {float(name): scores[:, place] for place, name in enumerate(facts.columns)}
        found = compute_quantile_metrics(np.array(labels, dtype="float64"), by_quantile)
    else:
        predicted = [name_class(row.scored[0]) for row in known]
        names = [name_class(label) for label in labels]
        measure = _measure_two_class if facts.task == "two-class" else _measure_multiclass
        found = measure(facts, names, predicted, scores)
    return {name: float(value) for name, value in found.items() if math.isfinite(value)}


def _read_scores(row: EndpointPredictionRow, count: int) -> list[float]:
    values = [math.nan if value is None else value for value in row.scored[1 : count + 1]]
    return [*values, *[math.nan] * (count - len(values))]


def _measure_two_class(facts: ScoreFacts, names: list[str], predicted: list[str], scores: Numbers) -> Metrics:
    truth = np.array([name == facts.positive for name in names])
    called = np.array([name == facts.positive for name in predicted])
    found = compute_two_class_metrics(truth, called, None)
    if facts.positive not in facts.columns or np.isnan(scores).any():
        return found
    ranked: Numbers = scores[:, facts.columns.index(facts.positive)]
    found |= compute_ranking_metrics(truth, ranked)
    if are_probabilities(ranked):
        found["Log_Loss"] = compute_log_loss(np.where(truth, ranked, 1 - ranked))
    return found


def compute_ranking_metrics(truth: Flags, scores: Numbers) -> Metrics:
    """AUC and average precision by their definitions: the server does without scikit-learn, which takes 80 MB."""
    order = np.argsort(-scores, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)  # rows of one score count together
    hits = np.cumsum(truth[order])[ends].astype("float64")
    called = ends + 1.0
    positives, negatives = float(truth.sum()), float((~truth).sum())
    recall = np.concatenate(([0.0], hits / positives)) if positives else np.zeros(len(ends) + 1)
    found = {"Average_Precision": float(np.sum(np.diff(recall) * hits / called)) if positives else math.nan}
    if positives and negatives:
        false_rate = np.concatenate(([0.0], (called - hits) / negatives))
        found["AUC"] = float(np.sum(np.diff(false_rate) * (recall[1:] + recall[:-1]) / 2))
    return found


def _measure_multiclass(facts: ScoreFacts, names: list[str], predicted: list[str], scores: Numbers) -> Metrics:
    classes = list(dict.fromkeys([*facts.classes, *sorted({*names, *predicted})]))
    places = {name: place for place, name in enumerate(classes)}
    truth: Counts = np.array([places[name] for name in names])
    matrix = count_confusion(truth, np.array([places[name] for name in predicted]), len(classes))
    if not facts.columns or np.isnan(scores).any():
        return compute_multiclass_metrics(matrix, None)
    table = np.zeros((len(names), len(classes)))
    for place, name in enumerate(facts.columns):
        if name in places:
            table[:, places[name]] = scores[:, place]
    return compute_multiclass_metrics(matrix, table[np.arange(len(names)), truth])


def divide_into_periods(
    facts: ScoreFacts,
    labeled: Iterable[EndpointPredictionRow],
    minutes: Iterable[EndpointMinuteRow],
    hours: float,
) -> list[LivePeriod]:
    """The hours or days with answers, oldest first. An answer belongs to when it was given, not to its label's time."""
    answered: dict[datetime, int] = {}
    for minute in minutes:
        start = _find_start(minute.minute, hours)
        answered[start] = answered.get(start, 0) + minute.rows
    rows: dict[datetime, list[EndpointPredictionRow]] = {}
    for row in labeled:
        rows.setdefault(_find_start(row.created_at, hours), []).append(row)
    return [
        LivePeriod(
            start=start,
            answered=max(answered.get(start, 0), len(rows.get(start, []))),
            labeled=len(rows.get(start, [])),
            metrics=measure_predictions(facts, rows.get(start, [])),
        )
        for start in sorted({*answered, *rows})
    ]


def _find_start(moment: datetime, hours: float) -> datetime:
    """The beginning of the hour or day in UTC."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour if hours <= HOURS_BY_HOUR else hour - timedelta(hours=hour.hour)
