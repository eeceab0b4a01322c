"""First designs for tables: for every column that may be predicted, they have neither problem nor advice."""

import pandas as pd
import pytest

from modules.kit import Dataset, catalog
from server.graph.builders.quick_start import QuickStartTask, build_quick_start, find_target_candidates, suggest_target
from server.graph.document import Design
from server.graph.validation.validation_rules import find_problems
from server.samples.sample_data import SAMPLE_DATASETS
from server.storage.table_data.arrow_io import read_schema
from server.storage.table_data.leakage_statistics import find_leaking_columns, is_monotonic
from tests.server.graph.linter_data import (
    StoredDataset,
    analyze_with_data,
    list_advice,
    make_loans,
    read_sample,
    store_dataset,
)

#: {sample: the target that is proposed, and its task}
EXPECTED_LABELS: dict[str, tuple[str, QuickStartTask]] = {
    "sample:automobile_price": ("price", "regression"),
    "sample:adult_census": ("income", "two-class"),
    "sample:digits": ("digit", "multiclass"),
    "sample:german_credit": ("credit_risk", "two-class"),
    "sample:german_credit_noheader": ("Col21", "two-class"),
    "sample:bike_share_daily": ("cnt", "regression"),
    "sample:penguins_raw": ("Species", "multiclass"),
    "sample:sms_spam": ("label", "two-class"),
    "sample:wine_quality_white": ("quality", "regression"),
}


def make_quick_start(data: StoredDataset, target: str, task: QuickStartTask) -> Design:
    schema = read_schema(data.path)
    times = [column.name for column in schema if column.type == "datetime"]
    drawn = build_quick_start(
        catalog(),
        "data",
        "Data",
        schema,
        data.columns,
        target,
        task,
        find_leaking_columns(data.path, target),
        frozenset(name for name in times if is_monotonic(data.path, name)),
    )
    return Design(nodes=dict(drawn.nodes))


@pytest.mark.parametrize("name", EXPECTED_LABELS)
def test_the_column_that_is_meant_is_proposed(name: str) -> None:
    data = read_sample(name)
    best = suggest_target(find_target_candidates(read_schema(data.path), data.columns))
    assert best is not None
    assert (best.column.name, best.tasks[0]) == EXPECTED_LABELS[name]


@pytest.mark.parametrize("name", SAMPLE_DATASETS)
def test_no_first_design_has_a_problem_or_advice(name: str) -> None:
    data = read_sample(name)
    for target in find_target_candidates(read_schema(data.path), data.columns)[-24:]:
        for task in target.tasks:
            drawing = analyze_with_data(make_quick_start(data, target.column.name, task), {"data": data})
            assert [*find_problems(drawing), *list_advice(drawing)] == [], (target.column.name, task)


def test_rows_in_the_order_of_time_are_held_out_at_the_end() -> None:
    days = pd.date_range("2024-01-01", periods=400)
    data = store_dataset(make_loans(day=days))
    assert make_quick_start(data, "paid", "two-class").nodes["split"].parameters == {
        "fraction": 0.7,
        "randomized": False,
    }
    shuffled = store_dataset(make_loans(day=days[::-1]))
    split = {"fraction": 0.7, "seed": 1, "stratify_by": "paid"}
    assert make_quick_start(shuffled, "paid", "two-class").nodes["split"].parameters == split


def test_rows_without_a_target_go_and_gaps_are_filled_by_the_training_part() -> None:
    frame = make_loans().frame
    frame.loc[::9, "paid"] = None
    frame.loc[::7, "income"] = None
    frame.loc[::5, "purpose"] = None
    nodes = make_quick_start(store_dataset(Dataset(frame)), "paid", "two-class").nodes
    assert [name for name in nodes if nodes[name].module in ("clean_missing_data", "apply_transformation")] == [
        "complete",
        "clean_numbers",
        "apply_numbers",
        "clean_classes",
        "apply_classes",
    ]
    assert nodes["score_linear"].inputs["dataset"] == "apply_classes.transformed_dataset"


def test_a_column_that_gives_the_target_away_is_kept_out_of_training() -> None:
    frame = make_loans().frame
    data = store_dataset(make_loans(settled=frame["paid"].map({"yes": 1, "no": 0})))
    assert make_quick_start(data, "paid", "two-class").nodes["roles"].parameters["columns"] == {
        "start": "none",
        "names": ["settled"],
    }


def test_columns_that_add_up_to_the_target_are_kept_out_of_training() -> None:
    data = read_sample("sample:bike_share_daily")
    columns = make_quick_start(data, "cnt", "regression").nodes["roles"].parameters["columns"]
    assert columns == {"start": "none", "names": ["instant", "date", "casual", "registered"]}


def test_columns_that_cannot_be_predicted_say_why() -> None:
    frame = make_loans().frame.assign(
        day=pd.date_range("2024-01-01", periods=400),
        same="x",
        name=[f"n{row}" for row in range(400)],
        rare=["only"] + ["common"] * 399,
    )
    data = store_dataset(Dataset(frame))
    said = {found.column.name: found.refusal for found in find_target_candidates(read_schema(data.path), data.columns)}
    assert {name: text for name, text in said.items() if text} == {
        "day": "It contains neither numbers nor classes.",
        "same": "It is constant: every row has the same value.",
        "name": "Nearly every row has a different value.",
        "rare": "One of its values occurs in only one row.",
    }
