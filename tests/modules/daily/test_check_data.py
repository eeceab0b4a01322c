"""Check Data: every rule finds the rows that break it, in the module and in its script."""

from typing import Any, get_args

import pandas as pd
import pytest

from modules.data_transformation.check_data import check_data
from modules.data_transformation.check_rules import CheckRule, RuleKind
from modules.kit import Dataset, ModuleError, catalog
from server.graph.document import Node
from server.graph.planning.run_plan import build_step
from tests.server.module_programs import assert_script_gives_the_same

TABLE = Dataset(
    pd.DataFrame(
        {
            "id": pd.array([2**53 + 1, 2**53, 2**53, None, 5], dtype="Int64"),
            "price": [1.0, -2.0, None, float("inf"), 3.0],
            "zip": ["12345", "1234", None, "🦔", "54321"],
            "kind": pd.Categorical(["a", "b", "c", None, "a"]),
            "ordered": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-03", None, "2024-01-05"], utc=True),
            "sent": pd.to_datetime(["2024-01-02", "2024-01-01", None, None, "2024-01-09"], utc=True),
            "paid": pd.array([True, False, None, True, True], dtype="boolean"),
        }
    ),
    {"price": "label"},
)
#: A rule, and the rows that fail it, counted from 0.
ROW_RULES: list[tuple[dict[str, Any], list[int]]] = [
    ({"rule": "Not missing", "columns": ("price", "zip")}, [2]),
    ({"rule": "Unique", "columns": ("id",)}, [1, 2]),
    ({"rule": "Unique together", "columns": ("kind", "paid")}, [0, 4]),
    ({"rule": "In range", "columns": ("price",), "minimum": "0", "maximum": "10"}, [1, 3]),
    ({"rule": "In range", "columns": ("id",), "minimum": "9007199254740993"}, [1, 2, 4]),
    ({"rule": "In range", "columns": ("ordered",), "maximum": "2024-01-02"}, [2, 4]),
    ({"rule": "One of", "columns": ("kind",), "values": ("a", "b")}, [2]),
    ({"rule": "One of", "columns": ("price",), "values": ("1", "3.0")}, [1, 3]),
    ({"rule": "One of", "columns": ("paid",), "values": ("TRUE",)}, [1]),
    ({"rule": "Matches pattern", "columns": ("zip",), "pattern": r"\d{5}"}, [1, 3]),
    ({"rule": "Text length", "columns": ("zip",), "minimum": "5", "maximum": "5"}, [1, 3]),
    ({"rule": "Formula is true", "formula": "price > 0"}, [1, 2]),
    ({"rule": "Formula is true", "formula": "sent is missing or ordered is missing or sent >= ordered"}, [1]),
]
TABLE_RULES: list[tuple[dict[str, Any], bool]] = [
    ({"rule": "Of type", "columns": ("price",), "type": "real"}, True),
    ({"rule": "Of type", "columns": ("zip",), "type": "integer"}, False),
    ({"rule": "Number of rows", "minimum": "5", "maximum": "5"}, True),
    ({"rule": "Number of rows", "minimum": "6"}, False),
    ({"rule": "Mean in range", "columns": ("price",), "minimum": "0"}, True),
    ({"rule": "Mean in range", "columns": ("price",), "maximum": "1"}, False),
    ({"rule": "Not older than", "columns": ("ordered",), "days": 1.0}, False),
    ({"rule": "Not older than", "columns": ("ordered",), "days": 1_000_000.0}, True),
]


def test_every_rule_is_tested() -> None:
    assert {settings["rule"] for settings, _ in [*ROW_RULES, *TABLE_RULES]} == set(get_args(RuleKind))


@pytest.mark.parametrize(("settings", "failing"), ROW_RULES, ids=str)
def test_the_rows_that_break_a_rule_are_split_off(settings: dict[str, Any], failing: list[int]) -> None:
    made = check_data(TABLE, rules=(CheckRule(**settings),))
    assert made.bad_rows.frame["ordered"].tolist() == TABLE.frame["ordered"].iloc[failing].tolist()
    pd.testing.assert_frame_equal(made.good_rows.frame, TABLE.frame.drop(index=failing).reset_index(drop=True))
    report = made.report.frame
    assert report["Passed"].tolist().count(False) >= 1
    assert report["First failed rows"].dropna().tolist()[0].startswith(str(failing[0] + 1))
    assert made.good_rows.roles == {"price": "label"}
    assert_script_gives_the_same("check_data", {"dataset": TABLE}, {"rules": (CheckRule(**settings),)})


@pytest.mark.parametrize(("settings", "passes"), TABLE_RULES, ids=str)
def test_a_rule_about_the_table_moves_no_row(settings: dict[str, Any], passes: bool) -> None:
    made = check_data(TABLE, rules=(CheckRule(**settings),))
    assert (made.good_rows.rows, made.bad_rows.rows) == (5, 0)
    assert made.report.frame["Passed"].tolist() == [passes]
    assert made.report.frame["Found"].notna().all()
    assert_script_gives_the_same("check_data", {"dataset": TABLE}, {"rules": (CheckRule(**settings),)})


def test_a_run_stops_with_the_rule_and_the_first_rows() -> None:
    rules = (CheckRule(rule="In range", columns=("price",), minimum="0"), CheckRule(rule="Number of rows", minimum="9"))
    with pytest.raises(ModuleError) as caught:
        check_data(TABLE, rules=rules, if_a_rule_fails="Stop the run")
    assert caught.value.number == 160
    assert caught.value.message == (
        "2 of 2 rules failed. 'price' is at least 0: row 2 fails with -2.0. at least 9 rows: got 5 rows."
    )


def test_a_warning_and_a_tolerated_share_stop_nothing() -> None:
    rules = (
        CheckRule(rule="Not missing", columns=("zip",), severity="Warning"),
        CheckRule(rule="In range", columns=("price",), minimum="0", tolerated_share=0.2),
    )
    made = check_data(TABLE, rules=rules, if_a_rule_fails="Stop the run")
    assert made.report.frame["Passed"].tolist() == [False, True]
    assert made.bad_rows.frame["Failed checks"].tolist() == ["'price' is at least 0"]


def test_a_row_names_all_rules_that_it_fails_and_equal_names_are_numbered() -> None:
    rules = (CheckRule(rule="Not missing", columns=("price",)),) * 2
    made = check_data(TABLE, rules=rules)
    assert made.bad_rows.frame["Failed checks"].tolist() == ["'price' is not missing; 'price' is not missing (2)"]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"rule": "Unique"}, "choose the columns"),
        ({"rule": "Unique", "columns": ("prise",)}, "Did you mean 'price'"),
        ({"rule": "In range", "columns": ("price",)}, "enter the least or the most"),
        ({"rule": "In range", "columns": ("price",), "minimum": "a"}, "enter a number. Got 'a'"),
        ({"rule": "In range", "columns": ("price",), "minimum": "nan"}, "enter a number. Got 'nan'"),
        ({"rule": "In range", "columns": ("ordered",), "minimum": "a"}, "enter a date"),
        ({"rule": "In range", "columns": ("price",), "minimum": "2", "maximum": "1"}, "at most 1. Got 2"),
        ({"rule": "In range", "columns": ("ordered",), "minimum": "2025", "maximum": "2024"}, "at most 2024"),
        ({"rule": "In range", "columns": ("zip",), "minimum": "2"}, "'zip' is text"),
        ({"rule": "One of", "columns": ("paid",), "values": ("yes",)}, "enter true or false"),
        ({"rule": "Matches pattern", "columns": ("zip",), "pattern": "("}, "not a regular expression"),
        ({"rule": "Not older than", "columns": ("zip",)}, "'zip' is text"),
        ({"rule": "Formula is true", "formula": "price + 1"}, "must be true or false"),
    ],
    ids=str,
)
def test_a_rule_that_cannot_be_checked_says_why(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ModuleError, match=words.replace("(", r"\(")):
        check_data(TABLE, rules=(CheckRule(**settings),))


@pytest.mark.parametrize("rows", [0, 1])
def test_a_table_of_no_row_or_one_is_no_trouble(rows: int) -> None:
    table = TABLE.with_frame(TABLE.frame.head(rows))
    rules = tuple(CheckRule(**settings) for settings, _ in [*ROW_RULES, *TABLE_RULES])
    made = check_data(table, rules=rules)
    assert made.good_rows.rows + made.bad_rows.rows == rows
    module = catalog()["check_data"]
    predicted = module.infer_schemas({"dataset": table.schema}, module.parameters(rules=rules))
    assert predicted == {name: value.schema for name, value in made._asdict().items()}


@pytest.mark.parametrize(("rule", "reusable"), [("Unique", True), ("Not older than", False)])
def test_a_check_of_age_is_made_anew_in_each_run(rule: str, reusable: bool) -> None:
    rules: Any = [{"rule": rule, "columns": ["ordered"]}]
    node = Node(module="check_data", parameters={"rules": rules}, x=0, y=0)
    step = build_step("it", node, catalog()["check_data"], "0" * 64, trusted=True)
    assert step.deterministic is reusable
