"""What a module makes of a large table, a few rows or columns at a time, is what it makes of all rows at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from modules.kit import Dataset, ModuleError, catalog
from modules.kit.large_tables.large_table import LargeTable
from modules.kit.large_tables.large_view import build_large_thumbnail, build_large_view
from modules.kit.large_tables.running import run_on_large_tables
from modules.kit.serialization import load_value, save_value, to_arrow_table
from modules.learning.supervised_examples import make_loan_model, make_loans
from tests.view_json import build_thumbnail, build_view

ROWS, CHUNK_ROWS, BATCH_ROWS = 60, 7, 5
MEMORY = 2**30
random = np.random.default_rng(7)
FRAME = pd.DataFrame(
    {
        "key": random.integers(0, 12, ROWS),
        "x": random.normal(size=ROWS),
        "gap": np.where(random.random(ROWS) < 0.3, np.nan, random.normal(size=ROWS)),
        "late": pd.array([1] * 50 + [None] * 10, dtype="Int64"),
        "flag": random.random(ROWS) < 0.5,
        "text": pd.Series(np.array(["a", "b", None])[random.integers(0, 3, ROWS)]).astype("str"),
        "cat": pd.Categorical(random.choice(["u", "v", "w"], ROWS), categories=["w", "v", "u", "z"]),
        "when": pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 10**6, ROWS), unit="s"),
        "mixed": [None] * 30 + [True] * 30,
    }
)
DATA = Dataset(FRAME, {"x": "label", "key": "none"})
OTHER = Dataset(pd.DataFrame({"key": np.arange(0, 20, 2), "z": np.arange(10) * 1.5, "x": 1}))
BELOW = Dataset(FRAME.iloc[:20].assign(key=1.5, cat=pd.Categorical(["q"] * 20)))


@dataclass(frozen=True)
class Case:
    """A call of a module, with all its tables."""

    module: str
    inputs: Mapping[str, object]
    parameters: Mapping[str, object]

    def __str__(self) -> str:
        return self.module


def on_data(module: str, **parameters: object) -> Case:
    return Case(module, {"dataset": DATA}, parameters)


CLEANINGS = [
    on_data("clean_missing_data", cleaning_mode=mode, generate_missing_value_indicator_column=marks, **columns)
    for mode, columns in (
        ("Replace with median or mode", {}),
        ("Replace with mean", {"columns_to_be_cleaned": {"start": "none", "names": ["gap", "late"]}}),
        ("Custom substitution value", {"columns_to_be_cleaned": {"start": "none", "names": ["gap", "late", "text"]}}),
        ("Remove entire row", {}),
        ("Remove entire column", {}),
    )
    for marks in (False, True)
]
JOINS = [
    Case(
        "join_data",
        {"left_dataset": DATA, "right_dataset": OTHER},
        {"left_key_columns": ["key"], "join_type": kind, "keep_right_key_columns": kind != "Full Outer Join"},
    )
    for kind in (
        "Inner Join",
        "Left Outer Join",
        "Right Outer Join",
        "Full Outer Join",
        "Left Semi-Join",
        "Left Anti-Join",
        "Right Anti-Join",
    )
]
EDIT = {"column": "text", "do": "Upper case"}
GROUPED = "select cat, [text], avg(x) as x, min(late) as l from t1 group by 1, 2 order by 1, 2"
RULE = {"conditions": [{"column": "x", "operator": ">", "values": [0]}], "value": "up"}
CASES = [
    *CLEANINGS,
    *JOINS,
    on_data("select_columns_in_dataset", select_columns={"start": "none", "names": ["text", "x"]}),
    on_data("select_rows", conditions=[{"column": "x", "operator": ">", "values": [0.5]}]),
    on_data(
        "formula",
        formulas=[
            {"name": "y", "formula": "x * 2 + key"},
            {"name": "gap", "formula": "if(gap is missing, 0, gap)"},
            {"name": "later", "formula": "late + 1"},
        ],
    ),
    on_data("edit_text", steps=[EDIT]),
    on_data("edit_metadata", columns={"start": "none", "names": ["cat", "gap"]}, fields="ClearFeatures"),
    on_data("edit_metadata", columns={"start": "none", "names": ["text", "cat"]}, categorical="Categorical"),
    on_data("select_and_rename", columns_in_order=[{"column": "cat", "new_name": "kind"}, {"column": "late"}]),
    on_data("select_and_rename", columns_in_order=[{"column": "text", "type": "Categorical"}]),
    on_data("conditional_rules", rules=[RULE], otherwise="down", new_column="way"),
    on_data("sort", sort_by=[{"column": "text"}, {"column": "x", "direction": "Descending"}]),
    on_data("shuffle_rows", seed=3),
    on_data("bootstrap_sample", seed=3, share=0.5),
    on_data("add_row_number"),
    on_data("add_row_number", group_by=["key"], position="Last column"),
    on_data("select_rows_per_group", group_by=["text"], order_by=[{"column": "x"}]),
    on_data("remove_duplicate_rows", key_columns={"start": "none", "names": ["key", "text"]}),
    on_data("remove_duplicate_rows"),
    on_data("split_data", fraction=0.7, seed=1, stratify_by="cat"),
    on_data("split_data", splitting_mode="Relative Expression", expression='"x" > 0.3'),
    on_data("split_data", splitting_mode="Split by Time", time_column="when", fraction=0.3),
    on_data("partition_and_sample", rate_of_sampling=0.4),
    on_data("partition_and_sample", partition_or_sample_mode="Assign to Folds"),
    on_data("partition_and_sample", partition_or_sample_mode="Head", number_of_rows_to_select=9),
    on_data("aggregate", group_by=["text", "cat"], aggregations=[{"function": "Mean", "columns": ["x", "gap"]}]),
    on_data("aggregate"),
    on_data("summarize_data"),
    Case("add_rows", {"dataset1": DATA, "dataset2": BELOW}, {}),
    Case("add_rows", {"dataset1": DATA, "dataset2": OTHER}, {"columns_of_one": "Keep, with missing values"}),
    Case("add_rows", {"dataset1": DATA, "dataset2": OTHER}, {"columns_of_one": "Leave out"}),
    Case(
        "apply_sql_transformation",
        {"t1": DATA, "t2": OTHER},
        {"sql_query_script": "select t1.*, t2.z from t1 left join t2 on t1.key = t2.key where t1.x > 0 order by t1.x"},
    ),
    Case(
        "apply_sql_transformation",
        {"t1": DATA},
        {"sql_query_script": f"select 1; {GROUPED}"},
    ),
    Case("score_model", {"trained_model": make_loan_model(), "dataset": make_loans()}, {}),
]


def open_large(dataset: Dataset) -> LargeTable:
    """The table in many small batches, of which a few rows are read at a time."""
    table = to_arrow_table(dataset)
    batches = table.to_batches(max_chunksize=BATCH_ROWS)
    return LargeTable(pa.Table.from_batches(batches, table.schema), CHUNK_ROWS)


def store(value: object, folder: Path, port: str) -> Any:
    """The value as it comes back from its file."""
    folder.mkdir(exist_ok=True)
    saved = save_value(value, folder, port)
    return load_value(saved.path, saved.port_type)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_large_table_gives_the_same_result(case: Case, tmp_path: Path) -> None:
    module = catalog()[case.module]
    expected = module.run(case.inputs, case.parameters)
    large = {port: open_large(value) if isinstance(value, Dataset) else value for port, value in case.inputs.items()}
    made = tmp_path / "made"
    made.mkdir()
    found = run_on_large_tables(module, large, case.parameters, made, MEMORY)
    assert list(found) == list(expected)
    for port, value in expected.items():
        if not isinstance(value, Dataset):
            assert found[port] == value
            continue
        one, other = store(found[port], made, port), store(value, tmp_path / "whole", port)
        pd.testing.assert_frame_equal(one.frame, other.frame)
        assert (one.roles, one.scores, one.shown_as) == (other.roles, other.scores, other.shown_as)


def test_every_module_for_large_tables_is_tried() -> None:
    declared = {module.name for module in catalog().values() if module.large_tables is not None}
    assert declared - {case.module for case in CASES} == {
        "apply_transformation",
        "train_model",
    }  # by what they are given


def test_a_filled_table_is_the_same_when_the_transformation_is_applied_to_it(tmp_path: Path) -> None:
    fitted = catalog()["clean_missing_data"].run({"dataset": DATA}, {})
    inputs = {"transformation": fitted["cleaning_transformation"], "dataset": open_large(DATA)}
    found = run_on_large_tables(catalog()["apply_transformation"], inputs, {}, tmp_path, MEMORY)
    frame = store(found["transformed_dataset"], tmp_path, "out").frame
    pd.testing.assert_frame_equal(frame, fitted["cleaned_dataset"].frame, check_dtype=False)


def test_what_needs_all_rows_says_so_before_it_starts(tmp_path: Path) -> None:
    with pytest.raises(ModuleError) as caught:
        run_on_large_tables(catalog()["transpose"], {"dataset": open_large(DATA)}, {}, tmp_path, 1000)
    assert caught.value.number == 138
    assert caught.value.message.startswith("Transpose needs all 60 rows in memory with these settings: at least 0 MB.")
    assert "Put Partition and Sample before it" in caught.value.message


def test_the_view_of_a_large_table_is_that_of_any_other(tmp_path: Path) -> None:
    saved = save_value(DATA, tmp_path, "data")
    loaded = load_value(saved.path, "dataset")
    view, thumbnail = build_large_view(saved.path), build_large_thumbnail(saved.path)
    assert thumbnail is not None
    assert view.model_dump(mode="json") == build_view(loaded)
    assert thumbnail.model_dump(mode="json") == build_thumbnail(loaded)
