"""First designs for tables: for every column that may be predicted, they have neither problem nor advice."""

import pandas as pd
import pytest

from modules.kit import Dataset
from server.graph.document import Design
from server.graph.problems import problems
from server.graph.starter import StarterTask, proposed, starter, targets
from server.samples.data import SAMPLES
from server.storage.evidence import giving_away, grows
from server.storage.tabular import schema_of
from tests.server.graph.linting import Stored, drawing_of, heard, loans, sample, stored

#: {sample: the target that is proposed, and its task}
PROPOSED: dict[str, tuple[str, StarterTask]] = {
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


def made(data: Stored, target: str, task: StarterTask) -> Design:
    schema = schema_of(data.path)
    times = [column.name for column in schema if column.type == "datetime"]
    drawn = starter(
        "data",
        "Data",
        schema,
        data.columns,
        target,
        task,
        giving_away(data.path, target),
        frozenset(name for name in times if grows(data.path, name)),
    )
    return Design(nodes=dict(drawn.nodes))


@pytest.mark.parametrize("name", PROPOSED)
def test_the_column_that_is_meant_is_proposed(name: str) -> None:
    data = sample(name)
    best = proposed(targets(schema_of(data.path), data.columns))
    assert best is not None
    assert (best.column.name, best.tasks[0]) == PROPOSED[name]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_first_design_has_a_problem_or_advice(name: str) -> None:
    data = sample(name)
    for target in targets(schema_of(data.path), data.columns)[-24:]:
        for task in target.tasks:
            drawing = drawing_of(made(data, target.column.name, task), {"data": data})
            assert [*problems(drawing), *heard(drawing)] == [], (target.column.name, task)


def test_rows_in_the_order_of_time_are_held_out_at_the_end() -> None:
    days = pd.date_range("2024-01-01", periods=400)
    data = stored(loans(day=days))
    assert made(data, "paid", "two-class").nodes["split"].parameters == {"fraction": 0.7, "randomized": False}
    shuffled = stored(loans(day=days[::-1]))
    split = {"fraction": 0.7, "seed": 1, "stratify_by": "paid"}
    assert made(shuffled, "paid", "two-class").nodes["split"].parameters == split


def test_rows_without_a_target_go_and_gaps_are_filled_by_the_training_part() -> None:
    frame = loans().frame
    frame.loc[::9, "paid"] = None
    frame.loc[::7, "income"] = None
    frame.loc[::5, "purpose"] = None
    nodes = made(stored(Dataset(frame)), "paid", "two-class").nodes
    assert [name for name in nodes if nodes[name].module in ("clean_missing_data", "apply_transformation")] == [
        "complete",
        "clean_numbers",
        "apply_numbers",
        "clean_classes",
        "apply_classes",
    ]
    assert nodes["score_linear"].inputs["dataset"] == "apply_classes.transformed_dataset"


def test_a_column_that_gives_the_target_away_is_kept_out_of_training() -> None:
    frame = loans().frame
    data = stored(loans(settled=frame["paid"].map({"yes": 1, "no": 0})))
    assert made(data, "paid", "two-class").nodes["roles"].parameters["columns"] == {
        "start": "none",
        "names": ["settled"],
    }


def test_columns_that_add_up_to_the_target_are_kept_out_of_training() -> None:
    data = sample("sample:bike_share_daily")
    told = made(data, "cnt", "regression").nodes["roles"].parameters["columns"]
    assert told == {"start": "none", "names": ["instant", "date", "casual", "registered"]}


def test_columns_that_cannot_be_predicted_say_why() -> None:
    frame = loans().frame.assign(
        day=pd.date_range("2024-01-01", periods=400),
        same="x",
        name=[f"n{row}" for row in range(400)],
        rare=["only"] + ["common"] * 399,
    )
    data = stored(Dataset(frame))
    said = {found.column.name: found.refusal for found in targets(schema_of(data.path), data.columns)}
    assert {name: text for name, text in said.items() if text} == {
        "day": "It has neither numbers nor classes.",
        "same": "It has one value in all rows.",
        "name": "It has a value of its own in nearly every row.",
        "rare": "One of its values is in one row only.",
    }
