"""Pinpoint Errors: the parts of the rows in which a model does worst."""

import pandas as pd

from modules.kit import Call, Column, Dataset, ModuleError, Schema, module
from modules.kit.views.comparison_view import ModelSlice, SliceCondition
from modules.learning.evaluating import measure_dataset
from modules.learning.model_comparison import COMPARED_TASKS, compare_models
from modules.learning.scored_datasets import find_scores
from modules.learning.supervised_examples import make_scored_loans

SLICES = Schema(
    (
        Column("Slice", "text"),
        Column("Rows", "integer"),
        Column("Metric", "text"),
        Column("Value", "real"),
        Column("All Rows", "real"),
        Column("Difference", "real"),
        Column("Low", "real"),
        Column("High", "real"),
        Column("Clear", "boolean"),
    )
)


def _predict_schema() -> Schema:
    return SLICES


@module(
    "Pinpoint Errors",
    category="Model Scoring and Evaluation",
    icon="focus-2",
    at_inference="drop",
    schema=_predict_schema,
    example=lambda: Call.of(make_scored_loans()),
    keywords=("error analysis", "slices", "worst segments", "weak spots", "slice finder", "cohorts"),
)
def pinpoint_errors(scored_dataset: Dataset) -> Dataset:
    """Find the parts of the rows in which a model does worst.

    A part is one condition on a column, or two: a value, a range of numbers, or that the value is missing. Parts are
    searched on one half of the rows and measured on the other, so that chance alone does not make one. "Difference" is
    from the metric of all rows; "Low" and "High" are its 95 % interval, wide enough for all parts together. "Clear" is
    false where the interval holds 0. Needs at least 200 rows, and gives at most 6 parts that overlap little. Two models
    are compared in the same way by Evaluate Model.
    """
    scores = find_scores(scored_dataset, port="scored_dataset")
    if scores.task not in COMPARED_TASKS:
        message = f"Errors are pinpointed of predicted classes and numbers. Got scores of a {scores.task} model."
        raise ModuleError(62, message, port="scored_dataset")
    measure_dataset(scored_dataset, port="scored_dataset")  # says what is wrong with scores that cannot be measured
    found = compare_models([scored_dataset], ["scored_dataset"])
    slices = found.slices if found else []
    overall = found.intervals[0].value if found else None
    rows = [_describe(one, found.metric if found else "", overall) for one in slices]
    kinds = {"integer": "int64", "text": "str", "real": "float64", "boolean": "bool"}
    frame = pd.DataFrame(rows, columns=SLICES.names)
    remark = None if rows else "No part of the rows stands out, or there are fewer than 200 rows."
    return Dataset(frame.astype({column.name: kinds[column.type] for column in SLICES}), remark=remark)


def _describe(found: ModelSlice, metric: str, overall: float | None) -> tuple[object, ...]:
    words = " and ".join(_describe_condition(one) for one in found.conditions)
    apart = found.difference
    return (words, found.rows, metric, found.values[0], overall, apart.value, apart.low, apart.high, found.clear)


def _describe_condition(condition: SliceCondition) -> str:
    if condition.value is not None:
        return f"{condition.column} is {condition.value}"
    if condition.low is None or condition.high is None:
        return f"{condition.column} is missing"
    return f"{condition.column} is {condition.low:g} to {condition.high:g}"
