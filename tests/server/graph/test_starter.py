"""First designs for tables: for every column that may be predicted, they have neither problem nor advice."""

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, catalog
from server.api.datasets.quick_start_routes import load_row_evidence
from server.graph.builders.quick_start import SeriesEvidence, build_quick_start
from server.graph.builders.target_candidates import QuickStartTask, find_target_candidates, suggest_target
from server.graph.document import Design
from server.graph.validation.validation_rules import find_problems
from server.samples.sample_data import SAMPLE_DATASETS
from server.storage.table_data.arrow_io import read_schema
from tests.server.graph.linter_data import (
    StoredDataset,
    analyze_with_data,
    list_advice,
    make_loans,
    read_sample,
    store_dataset,
)
from tests.server.graph.planted_mistakes import (
    LOANS_WITH_LATE_COLUMN,
    LOANS_WITH_TEXT_DATES,
    REPEATED_LOANS,
    choose_columns,
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


def make_quick_start(data: StoredDataset, target: str, task: QuickStartTask, known: str | None = None) -> Design:
    schema = read_schema(data.path)
    drawn = build_quick_start(
        catalog(),
        "data",
        "Data",
        schema,
        data.columns,
        target,
        task,
        load_row_evidence(data.path, schema, target, known),
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
            # Which columns are protected is for people to judge, in a first design too.
            found = [one for one in list_advice(drawing) if one.rule != "protected column"]
            assert [*find_problems(drawing), *found] == [], (target.column.name, task)


def test_rows_in_the_order_of_time_are_held_out_at_the_end() -> None:
    gaps = np.random.default_rng(4).integers(1, 9, 400)
    days = pd.DatetimeIndex(pd.Timestamp("2024-01-01") + pd.to_timedelta(gaps.cumsum(), "D"))
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


def suggest_for(frame: pd.DataFrame) -> str | None:
    data = store_dataset(Dataset(frame))
    best = suggest_target(find_target_candidates(read_schema(data.path), data.columns))
    return best.column.name if best else None


def test_passengers_are_asked_whether_they_survived() -> None:
    random, rows = np.random.default_rng(0), 400
    frame = pd.DataFrame(
        {
            "PassengerId": np.arange(1, rows + 1),
            "Survived": random.integers(0, 2, rows),
            "Pclass": random.integers(1, 4, rows),
            "Sex": random.choice(["male", "female"], rows),
            "Age": random.integers(1, 80, rows),
            "Embarked": random.choice(["S", "C", "Q"], rows),
        }
    )
    assert suggest_for(frame) == "Survived"
    # Not by its name alone: there is one column of yes and no.
    assert suggest_for(frame.rename(columns={"Survived": "Alive"})) == "Alive"


def test_letters_are_told_apart_rather_than_their_edges_counted() -> None:
    random, rows = np.random.default_rng(0), 2_000
    measures = {name: random.integers(0, 16, rows) for name in ("x-box", "y-box", "onpix", "x-ege", "y-ege", "yegvx")}
    assert suggest_for(pd.DataFrame({"lettr": random.choice(list("ABCDEFGH"), rows), **measures})) == "lettr"


def test_an_answer_comes_before_the_last_number_and_among_several_the_last_column_decides() -> None:
    random, rows = np.random.default_rng(0), 400
    frame = pd.DataFrame({"age": random.integers(18, 90, rows), "subscribed": random.choice(["yes", "no"], rows)})
    frame["Revenue"] = random.normal(100, 20, rows).round(2)
    assert suggest_for(frame) == "subscribed"
    frame.insert(0, "loan", random.choice(["yes", "no"], rows))
    assert suggest_for(frame) == "Revenue"


def test_a_column_that_may_be_known_too_late_is_left_out_unless_somebody_knows_better() -> None:
    data = store_dataset(LOANS_WITH_LATE_COLUMN)
    assert make_quick_start(data, "paid", "two-class").nodes["roles"].parameters["columns"] == choose_columns(
        "duration"
    )
    kept = make_quick_start(data, "paid", "two-class", known="duration")
    assert "roles" not in kept.nodes
    assert list_advice(analyze_with_data(kept, {"data": data})) == []


def test_dates_as_text_become_dates_and_hold_out_the_last_rows() -> None:
    data = store_dataset(LOANS_WITH_TEXT_DATES)
    nodes = make_quick_start(data, "paid", "two-class").nodes
    chosen = {"columns": choose_columns("day"), "data_type": "DateTime", "date_order": "Month first"}
    assert nodes["dates_month"].parameters == chosen
    assert nodes["split"].parameters == {"fraction": 0.7, "randomized": False}


def test_rows_that_repeat_are_removed_first() -> None:
    data = store_dataset(REPEATED_LOANS)
    made = make_quick_start(data, "paid", "two-class")
    assert (
        made.nodes["distinct"].note
        == "40 rows repeat another row. In both parts, they would make the metrics too good."
    )
    assert list_advice(analyze_with_data(made, {"data": data})) == []


def make_sales(stores: int, days: int = 40) -> pd.DataFrame:
    """Sales of each store on each day, one store after the other."""
    generator = np.random.default_rng(3)
    rows = [
        (day, f"store {store}", price, 50 + 10 * store - 3 * price + generator.normal())
        for store in range(stores)
        for day in pd.date_range("2024-01-01", periods=days)
        for price in [generator.uniform(1, 9)]
    ]
    return pd.DataFrame(rows, columns=["day", "store", "price", "sold"])


def test_several_series_are_told_apart_and_tested_on_their_latest_rows() -> None:
    data = store_dataset(Dataset(make_sales(4)))
    design = make_quick_start(data, "sold", "regression")
    split = design.nodes["split"]
    assert split.parameters == {"splitting_mode": "Split by Time", "fraction": 0.7, "time_column": "day"}
    assert split.note is not None
    assert split.note.startswith("'day' has one row for each step in time and each of the 4 values of 'store'")
    analyzed = analyze_with_data(design, {"data": data})
    assert (find_problems(analyzed), list_advice(analyzed)) == ([], [])


def test_one_series_needs_no_order_of_its_rows() -> None:
    shuffled = make_sales(1).sample(frac=1, random_state=1).drop(columns="store")
    found = load_row_evidence(
        (data := store_dataset(Dataset(shuffled.reset_index(drop=True)))).path, read_schema(data.path), "sold"
    )
    assert found.series == SeriesEvidence("day", None, 1)


@pytest.mark.parametrize(
    ("said", "table"),
    [
        (
            "times at random",
            make_sales(4).assign(day=lambda table: table["day"] + pd.to_timedelta(table["price"] ** 6, "s")),
        ),
        ("two rows at one time", pd.concat([make_sales(4), make_sales(4).head(3)], ignore_index=True)),
        ("few times", make_sales(30, days=8)),
        ("gaps in the times", make_sales(4).assign(day=lambda table: table["day"].where(table["price"] > 2))),
    ],
)
def test_a_table_with_dates_need_not_be_a_series(said: str, table: pd.DataFrame) -> None:
    data = store_dataset(Dataset(table))
    assert load_row_evidence(data.path, read_schema(data.path), "sold").series is None, said
