"""Compare Tables: added, removed, changed and unchanged rows, with what they were and are."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation.compare_tables import compare_tables
from modules.kit import Columns, Dataset, ModuleError, catalog
from tests.server.module_programs import assert_script_gives_the_same

BEFORE = Dataset(
    pd.DataFrame(
        {
            "id": pd.array([1, 2, 3, None], dtype="Int64"),
            "big": [2**53 + 1, 2**53 + 1, 7, 8],
            "price": [1.0, 2.0, None, 4.0],
            "name": ["tea", "Rice 🦔", None, "x"],
            "day": pd.to_datetime(["2024-01-01", "2024-01-02", None, "2024-01-04"]),
            "kind": pd.Categorical(["a", "b", "a", None]),
            "flag": [True, False, True, True],
        }
    ),
    {"id": "none"},
)
AFTER = Dataset(
    pd.DataFrame(
        {
            "kind": pd.Categorical(["b", "c", None, None], ["c", "b"]),
            "id": pd.array([2, 3, None, 9], dtype="Int64"),
            "big": [2**53, 7, 8, 1],
            "price": [2.05, None, 4.0, 1.0],
            "name": ["RICE 🦔", None, "x", "new"],
            "day": pd.to_datetime(["2024-01-03", None, "2024-01-04", None]),
            "flag": pd.array([False, True, True, None], dtype="boolean"),
        }
    )
)
MODULE = catalog()["compare_tables"]
INPUTS = {"before_dataset": BEFORE, "after_dataset": AFTER}


def test_rows_are_told_apart_by_their_key_and_missing_keys_are_equal() -> None:
    made = compare_tables(BEFORE, AFTER, key_columns=("id",))
    rows = made.compared_rows.frame
    assert rows["Change"].tolist() == ["removed", "changed", "changed", "unchanged", "added"]
    assert rows["Changed columns"].tolist()[1:3] == ["big, price, name, day", "kind"]
    assert made.compared_rows.remark == "Rows: 1 added, 1 removed, 2 changed, 1 unchanged."
    assert made.compared_rows.roles == {"id": "none"}
    assert made.summary.frame["Count"].tolist()[:4] == [1, 1, 2, 1]


def test_each_changed_value_has_a_row_with_its_difference() -> None:
    values = compare_tables(BEFORE, AFTER, key_columns=("id",)).changed_values.frame
    assert values["Column"].tolist() == ["big", "price", "name", "day", "kind"]
    assert values["Difference"].tolist()[:2] == [-1.0, pytest.approx(0.05)]
    assert values["Difference"].tolist()[3] == 1.0
    assert values["Before"].tolist()[4] == "a"


@pytest.mark.parametrize("settings", [{"tolerance": 0.1}, {"relative_tolerance": 0.03}, {"ignore_case": True}], ids=str)
def test_what_is_tolerated_is_no_change(settings: dict[str, Any]) -> None:
    changed = compare_tables(BEFORE, AFTER, key_columns=("id",), **settings).compared_rows.frame["Changed columns"][1]
    gone = "name" if "ignore_case" in settings else "price"
    assert gone not in changed
    assert "day" in changed


@pytest.mark.parametrize(
    "parameters",
    [
        {"key_columns": ("id",)},
        {"key_columns": ()},
        {"key_columns": ("id", "flag"), "tolerance": 0.5},
        {"key_columns": ("id",), "columns_to_compare": Columns(start="none", names=("price",)), "ignore_case": True},
        {"key_columns": ("id",), "columns_to_compare": Columns(start="none", names=("id",))},
    ],
    ids=str,
)
@pytest.mark.parametrize("rows", [0, 1, 4])
def test_schema_and_script_agree_with_the_result(parameters: dict[str, Any], rows: int) -> None:
    inputs = {**INPUTS, "after_dataset": AFTER.with_frame(AFTER.frame.head(rows))}
    made = MODULE.run(inputs, parameters)
    predicted = MODULE.infer_schemas(
        {name: value.schema for name, value in inputs.items()}, MODULE.parameters(**parameters)
    )
    assert {port: table.schema for port, table in made.items()} == predicted
    assert_script_gives_the_same("compare_tables", inputs, parameters)


def test_the_same_table_is_unchanged_with_infinite_values_and_zones() -> None:
    frame = pd.DataFrame({"k": ["a", "b"], "x": [np.inf, np.nan], "t": pd.date_range("2024", periods=2, tz="UTC")})
    tokyo = frame.assign(t=frame["t"].dt.tz_convert("Asia/Tokyo"))
    made = compare_tables(Dataset(frame), Dataset(tokyo), key_columns=("k",), tolerance=1.0, relative_tolerance=0.1)
    assert made.compared_rows.frame["Change"].tolist() == ["unchanged"] * 2


def test_a_key_that_repeats_and_types_that_do_not_compare_are_refused() -> None:
    twice = Dataset(pd.DataFrame({"id": [1, 1], "price": ["a", "b"]}))
    with pytest.raises(ModuleError, match=r"The key \(1\) occurs more than once at 'after_dataset'"):
        compare_tables(BEFORE, twice, key_columns=("id",))
    with pytest.raises(ModuleError, match="'price' is real before and text after"):
        compare_tables(BEFORE, twice)


def test_columns_of_one_side_only_are_mentioned(caplog: pytest.LogCaptureFixture) -> None:
    compare_tables(BEFORE, AFTER.with_frame(AFTER.frame.drop(columns="flag")), key_columns=("id",))
    assert "Only one table has 'flag'" in caplog.text
