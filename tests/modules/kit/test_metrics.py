"""The table of metrics: every metric that modules measure is in it, and it says which model is the best."""

import math

import pytest

from modules.kit.metrics import (
    HEADLINES,
    METRICS,
    SAME_AS,
    find_best_model,
    find_headline,
    find_metric,
    find_tasks,
)
from modules.learning.metric_formulas import METRIC_NAMES
from server.formatting import format_metric


@pytest.mark.parametrize("name", METRICS)
def test_each_metric_explains_itself_in_one_sentence(name: str) -> None:
    metric = METRICS[name]
    assert (metric.definition[-1], metric.definition.count(". ")) == (".", 0)
    assert (metric.tasks != (), metric.hint != "", len(metric.title) < 25) == (True, True, True)


def test_every_metric_that_models_are_measured_by_is_known() -> None:
    assert [name for names in METRIC_NAMES.values() for name in names if name not in METRICS] == []
    assert set(HEADLINES) | set(SAME_AS.values()) <= set(METRICS)


def test_a_metric_is_found_by_other_spellings_and_keeps_its_own_name() -> None:
    assert (find_metric("F1 Score").title, find_metric("overall_accuracy").title) == ("F1", "Accuracy")
    assert find_metric("Quantile_Loss_0.9").title == "Loss at 0.9"
    unknown = find_metric("Cost_per_row")
    assert (unknown.title, unknown.better, unknown.name) == ("Cost per row", None, "Cost_per_row")


@pytest.mark.parametrize(
    ("rows", "best"),
    [
        ([{"AUC": 0.905, "Accuracy": 0.9}, {"AUC": 0.926, "Accuracy": 0.8}], 1),
        ([{"Accuracy": 0.9}, {"AUC": 0.926, "Accuracy": 0.8}], 0),
        ([{"Mean_Absolute_Error": 3.0}, {"Mean_Absolute_Error": 2.0}], 1),
        ([{"AUC": 0.9}, {"AUC": 0.9}], None),
        ([{"AUC": 0.9}], None),
        ([{"AUC": math.nan, "Accuracy": 0.7}, {"AUC": 0.9, "Accuracy": 0.8}], 1),
        ([{"Cost": 1.0}, {"Cost": 2.0}], None),
    ],
)
def test_the_best_model_is_found_by_the_first_metric_that_all_have(
    rows: list[dict[str, float]], best: int | None
) -> None:
    assert find_best_model(rows) == best


def test_without_rows_there_is_no_headline() -> None:
    assert find_headline([]) is None


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("Number_of_Clusters", 3.0, "3"),
        ("AUC", 0.92412, "0.924"),
        ("Root_Mean_Squared_Error", 2016.4, "2,016"),
        ("Root_Mean_Squared_Error", 0.13702367957220438, "0.137"),
        ("Coefficient_of_Determination", -0.0001, "0.000"),
        ("AUC", math.nan, "n/a"),
    ],
)
def test_values_are_written_as_their_metric_wants(name: str, value: float, text: str) -> None:
    assert format_metric(find_metric(name), value) == text


def test_tasks_are_told_by_the_metrics() -> None:
    assert find_tasks(["AUC", "Accuracy"]) == {"two-class", "anomaly"}
    assert find_tasks(["Macro_F1", "Accuracy"]) == {"multiclass"}
    assert find_tasks(["Mean_Absolute_Error", "Coefficient_of_Determination"]) == {"regression"}
    assert find_tasks(["Cost"]) == frozenset()
