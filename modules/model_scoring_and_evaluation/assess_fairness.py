"""Assess Fairness: how a model treats groups of rows, such as women and men."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Columns, Dataset, ModuleError, Schema, Scores, columns_of, module
from modules.kit.views.fairness_view import FairnessColumn, FairnessGroup, FairnessView
from modules.learning.fairness import (
    CLASS_METRICS,
    REGRESSION_METRICS,
    TWO_CLASS_METRICS,
    Metrics,
    ScoredRows,
    compute_disparities,
    divide_into_groups,
    measure_classes,
    measure_groups,
    measure_numbers,
    measure_two_class,
    to_known,
    trace_thresholds,
)
from modules.learning.labels import to_class_names
from modules.learning.row_roles import read_weights
from modules.learning.scored_datasets import align_truth, find_scores, to_floats
from modules.learning.supervised_examples import make_scored_loans

DISPARITIES = Schema((Column("Column", "text"), Column("Measure", "text"), Column("Value", "real")))
WAYS = {
    "two-class": (measure_two_class, TWO_CLASS_METRICS),
    "multiclass": (measure_classes, CLASS_METRICS),
    "regression": (measure_numbers, REGRESSION_METRICS),
}


class AssessFairnessOutputs(NamedTuple):
    groups: Dataset
    disparities: Dataset


def _predict_schemas() -> tuple[None, Schema]:
    """Which metrics there are depends on what the scores are."""
    return None, DISPARITIES


@module(
    "Assess Fairness",
    category="Model Scoring and Evaluation",
    icon="users-group",
    role="fairness_assessor",
    at_inference="drop",
    schema=_predict_schemas,
    example=lambda: Call.of(make_scored_loans(), sensitive_columns=Columns(names=("housing",), start="none")),
    keywords=(
        "fairlearn",
        "bias",
        "demographic parity",
        "equalized odds",
        "discrimination",
        "responsible AI",
    ),
)
def assess_fairness(
    scored_dataset: Dataset,
    *,
    sensitive_columns: Annotated[
        Columns,
        Field(description="Columns whose values are the groups to compare, such as sex or age group."),
        columns_of("scored_dataset"),
    ],
) -> AssessFairnessOutputs:
    """Compare how a model treats groups of rows, such as women and men.

    For each value of the columns that you choose: how many rows are predicted as positive, how many of these rightly,
    and how often the model errs. Numbers are divided into four ranges with equally many rows. A second table says how
    far the groups lie apart: demographic parity compares the shares that are predicted as positive, equalized odds the
    true and false positive rates, equal opportunity the true positive rates. Differences are better the nearer to 0,
    ratios the nearer to 1. With probabilities the result also shows how these change with the threshold. Columns need
    not be features of the model: a model can treat groups differently that it does not know. The measures are those of
    fairlearn.
    """
    scores = find_scores(scored_dataset, port="scored_dataset")
    if scores.task not in WAYS:
        message = f"Fairness is measured of predicted classes and numbers. Got scores of a {scores.task} model."
        raise ModuleError(62, message, port="scored_dataset")
    names = sensitive_columns.resolve_required(
        scored_dataset.schema, port="scored_dataset", parameter="sensitive_columns"
    )
    frame = align_truth(scored_dataset, scores, port="scored_dataset")
    rows = _read_rows(scored_dataset, frame, scores)
    measure, metrics = WAYS[scores.task]
    overall = measure(rows)
    columns = [_compare_groups(scored_dataset.frame.loc[frame.index, name], rows, measure, scores) for name in names]
    view = FairnessView(
        learner=scores.learner,
        task=scores.task,
        label=scores.label or "",
        positive=scores.positive,
        rows=len(frame),
        threshold=scores.threshold,
        metrics=list(metrics),
        overall={metric: to_known(overall[metric]) for metric in metrics},
        columns=columns,
    )
    return AssessFairnessOutputs(replace(_tabulate_groups(columns, metrics), shown_as=view), _tabulate_apart(columns))


def _read_rows(dataset: Dataset, frame: pd.DataFrame, scores: Scores) -> ScoredRows:
    """The rows that have both a label and a prediction, as they are measured."""
    truth, predicted = frame[scores.label or ""], frame[scores.predicted]
    read = read_weights(dataset.with_frame(dataset.frame.loc[frame.index]), scores.label, port="scored_dataset")
    weights = np.ones(len(frame)) if read is None else np.asarray(read, dtype="float64")
    if scores.task == "regression":
        return ScoredRows(to_floats(truth, "scored_dataset"), to_floats(predicted, "scored_dataset"), weights)
    names, called = to_class_names(truth), to_class_names(predicted)
    if scores.task == "multiclass":
        return ScoredRows(names, called, weights)
    column = scores.probabilities.get(scores.positive or "")
    score = to_floats(frame[column], "scored_dataset") if column else None
    return ScoredRows(names == scores.positive, called == scores.positive, weights, score)


def _compare_groups(
    values: "pd.Series[Any]", rows: ScoredRows, measure: Callable[[ScoredRows], Metrics], scores: Scores
) -> FairnessColumn:
    groups = divide_into_groups(values)
    found = measure_groups(rows, groups, measure)
    disparities = compute_disparities([metrics for _, metrics in found.values()])
    return FairnessColumn(
        name=str(values.name),
        groups=[
            FairnessGroup(value=name, rows=count, metrics={key: to_known(value) for key, value in metrics.items()})
            for name, (count, metrics) in found.items()
        ],
        disparities={name: to_known(value) for name, value in disparities.items()},
        trade_off=trace_thresholds(rows, groups) if scores.task == "two-class" else [],
    )


def _tabulate_groups(columns: list[FairnessColumn], metrics: tuple[str, ...]) -> Dataset:
    rows = [
        {"Column": column.name, "Group": group.value, "Rows": group.rows, **group.metrics}
        for column in columns
        for group in column.groups
    ]
    kinds = {"Column": "str", "Group": "str", **dict.fromkeys(metrics, "float64")}
    return Dataset(pd.DataFrame(rows, columns=["Column", "Group", "Rows", *metrics]).astype(kinds))


def _tabulate_apart(columns: list[FairnessColumn]) -> Dataset:
    rows = [(column.name, name, value) for column in columns for name, value in column.disparities.items()]
    frame = pd.DataFrame(rows, columns=DISPARITIES.names)
    return Dataset(frame.astype({"Column": "str", "Measure": "str", "Value": "float64"}))
